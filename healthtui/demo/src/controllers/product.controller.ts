import { readFileSync } from 'node:fs';
import type { NextFunction, Request, Response } from 'express';
import * as productService from '../services/product.service';

export async function list(req: Request, res: Response, next: NextFunction) {
  try {
    const { category, page } = req.query;
    res.json(await productService.list(category as string | undefined, Number(page ?? 1)));
  } catch (error) {
    next(error);
  }
}

export async function show(req: Request, res: Response, next: NextFunction) {
  try {
    res.json(await productService.find(req.params.sku));
  } catch (error) {
    next(error);
  }
}

export async function create(req: Request, res: Response, next: NextFunction) {
  try {
    res.status(201).json(await productService.create(req.body));
  } catch (error) {
    next(error);
  }
}

export function exportAll(_req: Request, res: Response) {
  const file = readFileSync(`${process.env.EXPORT_DIR}/products.csv`);
  res.type('text/csv').send(file);
}
