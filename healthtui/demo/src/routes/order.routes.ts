import { Router } from 'express';
import * as orders from '../controllers/order.controller';
import { authenticate } from '../middleware/authenticate';
import { validate } from '../middleware/validate';
import { placeOrderSchema } from '../schemas/shop.schema';

export const orderRoutes = Router();

orderRoutes.use(authenticate);
orderRoutes.get('/', orders.list);
orderRoutes.post('/', validate(placeOrderSchema), orders.place);
orderRoutes.post('/:id/cancel', orders.cancel);
