import { Worker } from 'bullmq';
import { redis } from '../config/redis';
import * as mail from '../services/mail.service';

export const mailWorker = new Worker('mails', (job) => mail.sendWelcome(job.data.userId), {
  connection: redis,
});
