import { Router } from 'express';
import { authRoutes } from './auth.routes';
import { orderRoutes } from './order.routes';
import { productRoutes } from './product.routes';

export const routes = Router();

routes.use('/auth', authRoutes);
routes.use('/products', productRoutes);
routes.use('/orders', orderRoutes);
