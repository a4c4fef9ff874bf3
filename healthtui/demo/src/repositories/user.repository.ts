import { prisma } from '../config/database';

export function findByEmail(email: string) {
  return prisma.user.findUnique({ where: { email } });
}

export function findById(id: string) {
  return prisma.user.findUnique({ where: { id } });
}

export function create(email: string, passwordHash: string) {
  return prisma.user.create({ data: { email, passwordHash } });
}
