import { Router } from 'express';
import * as auth from '../controllers/auth.controller';
import { validate } from '../middleware/validate';
import { loginSchema, registerSchema } from '../schemas/auth.schema';

export const authRoutes = Router();

authRoutes.post('/register', validate(registerSchema), auth.register);
authRoutes.post('/login', validate(loginSchema), auth.login);
authRoutes.post('/refresh', auth.refresh);
