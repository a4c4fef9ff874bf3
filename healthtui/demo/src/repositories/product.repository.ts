import { prisma } from '../config/database';

const PAGE = 50;

export interface NewProduct {
  sku: string;
  name: string;
  category: string;
  price: number;
}

export function findPage(category: string | undefined, page: number) {
  return prisma.product.findMany({ where: { category }, skip: (page - 1) * PAGE, take: PAGE });
}

export function findBySku(sku: string) {
  return prisma.product.findUnique({ where: { sku } });
}

export function findById(id: string) {
  return prisma.product.findUnique({ where: { id } });
}

export function create(product: NewProduct) {
  return prisma.product.create({ data: product });
}

export function reserve(items: { productId: string; quantity: number }[]) {
  return prisma.$transaction(
    items.map((item) =>
      prisma.product.update({
        where: { id: item.productId },
        data: { stock: { decrement: item.quantity } },
      }),
    ),
  );
}
