import { z } from 'zod';

export const registerSchema = z.object({
  body: z.object({ email: z.string().email(), password: z.string().min(12) }),
});

export const loginSchema = z.object({
  body: z.object({ email: z.string().email(), password: z.string() }),
});
