import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';
import { env } from '../config/env';
import { ForbiddenError, UnauthorizedError } from '../utils/errors';

export interface Account {
  id: string;
  role: 'CUSTOMER' | 'ADMIN';
}

export function authenticate(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) {
    return next(new UnauthorizedError());
  }
  try {
    res.locals.account = jwt.verify(token, env.JWT_SECRET) as Account;
    return next();
  } catch {
    return next(new UnauthorizedError('Your session has ended'));
  }
}

export function requireRole(role: Account['role']) {
  return (_req: Request, res: Response, next: NextFunction) => {
    next(res.locals.account.role === role ? undefined : new ForbiddenError());
  };
}
