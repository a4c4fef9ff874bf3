import type { NextFunction, Request, Response } from 'express';
import { prisma } from '../config/database';
import * as orderService from '../services/order.service';
import { NotFoundError } from '../utils/errors';

export async function list(_req: Request, res: Response, next: NextFunction) {
  try {
    res.json(await orderService.list(res.locals.account.id));
  } catch (error) {
    next(error);
  }
}

export async function place(req: Request, res: Response, next: NextFunction) {
  try {
    res.status(201).json(await orderService.place(res.locals.account.id, req.body.items));
  } catch (error) {
    next(error);
  }
}

export async function cancel(req: Request, res: Response, next: NextFunction) {
  try {
    const { count } = await prisma.order.updateMany({
      where: { id: req.params.id, userId: res.locals.account.id },
      data: { status: 'cancelled' },
    });
    if (count === 0) {
      throw new NotFoundError('This order');
    }
    res.status(204).end();
  } catch (error) {
    next(error);
  }
}
