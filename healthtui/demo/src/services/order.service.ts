import * as orders from '../repositories/order.repository';
import * as products from '../repositories/product.repository';
import { NotFoundError } from '../utils/errors';
import { sendConfirmation } from './mail.service';

export interface Item {
  productId: string;
  quantity: number;
}

export function list(userId: string) {
  return orders.findByUser(userId);
}

export async function place(userId: string, items: Item[]) {
  for (const item of items) {
    const product = await products.findById(item.productId);
    if (!product) {
      throw new NotFoundError(`Product ${item.productId}`);
    }
  }
  const order = await orders.create(userId, items);
  await products.reserve(items);
  await sendConfirmation(userId, order.id);
  return order;
}
