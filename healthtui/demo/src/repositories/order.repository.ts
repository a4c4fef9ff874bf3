import { prisma } from '../config/database';

export function findByUser(userId: string) {
  return prisma.order.findMany({ where: { userId }, include: { items: true } });
}

export function create(userId: string, items: { productId: string; quantity: number }[]) {
  return prisma.order.create({ data: { userId, items: { create: items } } });
}
