// Connections that ask nothing: without any request yet, with an incomplete one, or between two. Near the limit of
// connections the one that has been idle for longest makes room, so that many idle ones shut nobody out, from whichever
// address they come. A closing server cuts them, because Node does not count all of them as idle.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface IdleConnections {
  closeAll(): void;
}

/** `max`: connections beyond that cost the oldest idle one its place. */
export function watchIdleConnections(server: Server, max: number): IdleConnections {
  const open = new Set<Socket>();
  /** In the order in which they became idle. */
  const idle = new Set<Socket>();
  const unanswered = new WeakMap<Socket, number>();

  function leave(socket: Socket): void {
    open.delete(socket);
    idle.delete(socket);
  }

  server.on('connection', (socket: Socket) => {
    idle.add(socket);
    // One that asked for another protocol is handed over twice.
    if (open.has(socket)) return;
    open.add(socket);
    socket.once('close', () => leave(socket));
    const [oldest] = idle;
    if (open.size <= max || oldest === undefined) return;
    leave(oldest);
    oldest.destroy();
  });
  server.on('upgrade', (_request: IncomingMessage, socket: Socket) => idle.delete(socket));
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    unanswered.set(socket, (unanswered.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (unanswered.get(socket) ?? 1) - 1;
      unanswered.set(socket, left);
      if (left === 0 && open.has(socket)) idle.add(socket);
    });
  });
  return {
    closeAll() {
      for (const socket of idle) socket.destroy();
    },
  };
}
