// Connections without any request yet: Node does not count them as idle, so a closing server would wait for them.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Returns a function that closes connections without any request so far. */
export function watchSilentConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage) => silent.delete(socket));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
