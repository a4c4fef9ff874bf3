import { randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import jwt from 'jsonwebtoken';
import { env } from '../config/env';
import { queueWelcome } from '../queues/mail.queue';
import * as tokens from '../repositories/token.repository';
import * as users from '../repositories/user.repository';
import { ConflictError, UnauthorizedError } from '../utils/errors';

export async function register(email: string, password: string) {
  if (await users.findByEmail(email)) {
    throw new ConflictError('This address has an account already');
  }
  const user = await users.create(email, await bcrypt.hash(password, 12));
  await queueWelcome(user.id);
  return user;
}

export async function login(email: string, password: string) {
  const user = await users.findByEmail(email);
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    throw new UnauthorizedError('Wrong address or password');
  }
  return { access: accessToken(user), refresh: await beginSession(user.id) };
}

export async function refresh(token: string) {
  const known = await tokens.find(token);
  if (!known || known.expiresAt < new Date()) {
    throw new UnauthorizedError('Your session has ended');
  }
  return { access: accessToken(known.user), refresh: token };
}

async function beginSession(userId: string) {
  const token = randomBytes(32).toString('hex');
  await tokens.create(userId, token);
  return token;
}

function accessToken(user: { id: string; role: string }) {
  return jwt.sign({ id: user.id, role: user.role }, env.JWT_SECRET, { expiresIn: '15m' });
}
