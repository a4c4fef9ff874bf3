import { z } from 'zod';

export const listProductsSchema = z.object({
  query: z.object({ category: z.string().optional(), page: z.coerce.number().min(1).default(1) }),
});

export const createProductSchema = z.object({
  body: z.object({
    sku: z.string().min(3),
    name: z.string().min(1),
    category: z.string(),
    price: z.number().int().positive(),
  }),
});

export const placeOrderSchema = z.object({
  body: z.object({
    items: z.array(z.object({ productId: z.string().uuid(), quantity: z.number().int().min(1) })).min(1),
  }),
});
