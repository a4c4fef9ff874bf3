import { Queue } from 'bullmq';
import { redis } from '../config/redis';

export const mails = new Queue('mails', { connection: redis });

export function queueWelcome(userId: string) {
  return mails.add('welcome', { userId });
}
