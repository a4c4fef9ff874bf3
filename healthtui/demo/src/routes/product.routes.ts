import { Router } from 'express';
import * as products from '../controllers/product.controller';
import { authenticate, requireRole } from '../middleware/authenticate';
import { validate } from '../middleware/validate';
import { createProductSchema, listProductsSchema } from '../schemas/shop.schema';

export const productRoutes = Router();

productRoutes.get('/', authenticate, validate(listProductsSchema), products.list);
productRoutes.get('/export', products.exportAll);
productRoutes.get('/:sku', authenticate, products.show);
productRoutes.post('/', authenticate, requireRole('ADMIN'), validate(createProductSchema), products.create);
