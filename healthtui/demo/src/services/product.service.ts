import * as products from '../repositories/product.repository';
import { ConflictError, NotFoundError } from '../utils/errors';

export function list(category: string | undefined, page: number) {
  return products.findPage(category, page);
}

export async function find(sku: string) {
  const product = await products.findBySku(sku);
  if (!product) {
    throw new NotFoundError(`Product ${sku}`);
  }
  return product;
}

export async function create(product: products.NewProduct) {
  if (await products.findBySku(product.sku)) {
    throw new ConflictError(`There is a product ${product.sku} already`);
  }
  return products.create(product);
}
