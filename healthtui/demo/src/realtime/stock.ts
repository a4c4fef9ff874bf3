import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

export function openStockFeed(http: HttpServer) {
  const io = new Server(http, { cors: { origin: '*' } });
  io.on('connection', (socket) => {
    socket.on('watch', (sku: string) => socket.join(sku));
  });
  return io;
}
