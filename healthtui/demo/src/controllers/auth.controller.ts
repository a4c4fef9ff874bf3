import type { NextFunction, Request, Response } from 'express';
import * as authService from '../services/auth.service';

const cookie = { httpOnly: true, sameSite: 'strict', secure: true } as const;

export async function register(req: Request, res: Response, next: NextFunction) {
  try {
    const user = await authService.register(req.body.email, req.body.password);
    res.status(201).json({ id: user.id, email: user.email });
  } catch (error) {
    next(error);
  }
}

export async function login(req: Request, res: Response, next: NextFunction) {
  try {
    const tokens = await authService.login(req.body.email, req.body.password);
    res.cookie('refresh', tokens.refresh, cookie);
    res.json({ token: tokens.access });
  } catch (error) {
    next(error);
  }
}

export async function refresh(req: Request, res: Response, next: NextFunction) {
  try {
    const tokens = await authService.refresh(req.cookies.refresh);
    res.cookie('refresh', tokens.refresh, cookie);
    res.json({ token: tokens.access });
  } catch (error) {
    next(error);
  }
}
