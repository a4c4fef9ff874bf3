import bcrypt from 'bcrypt';
import jwt from 'jsonwebtoken';
import { env } from '../config/env';
import * as users from '../repositories/user.repository';
import { ConflictError, UnauthorizedError } from '../utils/errors';

export async function register(email: string, password: string) {
  if (await users.findByEmail(email)) {
    throw new ConflictError('This address has an account already');
  }
  return users.create(email, await bcrypt.hash(password, 12));
}

export async function login(email: string, password: string) {
  const user = await users.findByEmail(email);
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    throw new UnauthorizedError('Wrong address or password');
  }
  const account = { id: user.id, role: user.role };
  return {
    access: jwt.sign(account, env.JWT_SECRET, { expiresIn: '15m' }),
    refresh: jwt.sign({ id: user.id }, env.JWT_REFRESH_SECRET, { expiresIn: '30d' }),
  };
}

export async function refresh(token: string) {
  const { id } = jwt.verify(token, env.JWT_REFRESH_SECRET) as { id: string };
  const user = await users.findById(id);
  if (!user) {
    throw new UnauthorizedError();
  }
  return jwt.sign({ id: user.id, role: user.role }, env.JWT_SECRET, { expiresIn: '15m' });
}
