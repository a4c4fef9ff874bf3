import { app } from './app';
import { prisma } from './config/database';
import { env } from './config/env';
import { openStockFeed } from './realtime/stock';
import { logger } from './utils/logger';
import './workers/mail.worker';

const server = app.listen(env.PORT, () => {
  logger.info({ port: env.PORT }, 'acme-api is listening');
});

openStockFeed(server);

process.on('SIGTERM', () => {
  server.close(async () => {
    await prisma.$disconnect();
    process.exit(0);
  });
});
