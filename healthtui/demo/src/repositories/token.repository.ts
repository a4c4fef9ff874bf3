import { prisma } from '../config/database';

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

export function create(userId: string, token: string) {
  return prisma.refreshToken.create({
    data: { userId, token, expiresAt: new Date(Date.now() + THIRTY_DAYS) },
  });
}

export function find(token: string) {
  return prisma.refreshToken.findUnique({ where: { token }, include: { user: true } });
}
