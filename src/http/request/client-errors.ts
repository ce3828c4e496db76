// Answers requests that are not valid HTTP, or whose headers are too long or too slow; where an answer could be taken
// for that to another request, or would fall into a stream, the connection is only cut.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientErrorText } from './problem.ts';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type AnswerClientError = (error: NodeJS.ErrnoException, socket: Socket) => void;

/** `watch` has to be called with the server before it listens. */
export function createClientErrors(): {
  readonly watch: (server: Server) => void;
  readonly answer: AnswerClientError;
} {
  const latest = new WeakMap<Socket, Exchange>();
  return {
    watch(server) {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        latest.set(request.socket, { request, response });
      });
    },
    answer(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      switch (turnOf(latest.get(socket))) {
        case 'now':
          return void socket.end(clientErrorText(error.code));
        case 'after':
          return void latest.get(socket)?.response.once('close', () => socket.destroySoon());
        case 'closing':
          return void socket.end();
        case 'never':
          return void socket.destroy();
      }
    },
  };
}

/**
 * Whether an answer may be sent. A request that is still coming is what the error is about; after one that is complete,
 * it is about the next, whose answer comes after the one that is due.
 */
function turnOf(exchange: Exchange | undefined): 'now' | 'after' | 'closing' | 'never' {
  if (exchange === undefined) return 'now';
  const { request, response } = exchange;
  // Answers go out one after another: this one has its turn if it has the socket.
  if (!request.complete) return response.headersSent || response.socket === null ? 'never' : 'now';
  if (response.writableFinished) return response.shouldKeepAlive ? 'now' : 'closing';
  return response.headersSent ? 'never' : 'after';
}
