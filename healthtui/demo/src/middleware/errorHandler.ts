import type { NextFunction, Request, Response } from 'express';
import { AppError, NotFoundError } from '../utils/errors';
import { logger } from '../utils/logger';

export function notFound(req: Request, _res: Response, next: NextFunction) {
  next(new NotFoundError(req.path));
}

export function errorHandler(err: Error, req: Request, res: Response, _next: NextFunction) {
  if (err instanceof AppError) {
    res.status(err.status).json({ message: err.message });
    return;
  }
  logger.error({ err, path: req.path }, 'unexpected error');
  res.status(500).json({ message: 'The server could not answer this request', stack: err.stack });
}
