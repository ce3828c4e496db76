// WebSocket handshakes as ordinary requests: the guards answer them as they answer all others, and
// the route behind takes the connection over.
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Problem, sendProblem } from '../request/problem.ts';
import { serveWithoutUpgrade } from '../request/without-upgrade.ts';

export interface Handshakes {
  /** The connection, for a request that passed the gate; else the request is answered. */
  finish(reply: FastifyReply): WebSocket | undefined;
  /** Breaks the connections whose handshake is still being answered. */
  stop(): void;
}

interface Offer {
  readonly socket: Socket;
  /** What came right behind the request. */
  readonly head: Buffer;
  readonly response: ServerResponse;
}

/** Nothing is expected from a client: what comes is bounded and forgotten. */
const MESSAGE_BYTES = 1_024;

/** `path`: the one route that takes WebSockets. */
export function createHandshakes(app: FastifyInstance, path: string): Handshakes {
  const offers = new Map<IncomingMessage, Offer>();
  const isAnswering = watchAnswers(app.server);
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  // Heard, so that it leaves the answer to us.
  acceptor.on('wsClientError', () => {});

  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Its answer would come before, or within, the answers to earlier requests.
    if (isAnswering(socket)) return socket.destroy();
    const isOurs = isWebSocket(request) && pathOf(request) === path;
    if (!isOurs) return serveWithoutUpgrade(app.server, request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.destroySoon());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => offers.delete(request));
    offers.set(request, { socket, head, response });
    app.routing(request, response);
  });

  function accept(request: IncomingMessage, { socket, head }: Offer): WebSocket | undefined {
    let accepted: WebSocket | undefined;
    acceptor.handleUpgrade(request, socket, head, (open) => {
      accepted = open;
    });
    return accepted;
  }

  return {
    finish(reply) {
      const request = reply.request.raw;
      const offer = offers.get(request);
      const open = offer && accept(request, offer);
      if (offer === undefined || open === undefined) {
        reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
        sendProblem(reply, NO_HANDSHAKE);
        return undefined;
      }
      reply.hijack();
      offers.delete(request);
      offer.response.detachSocket(offer.socket);
      return open;
    },
    stop() {
      for (const { socket } of offers.values()) socket.destroy();
    },
  };
}

/** Answers whether a connection has requests that are not answered yet. */
function watchAnswers(server: Server): (socket: Socket) => boolean {
  const open = new WeakMap<Socket, number>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    open.set(socket, (open.get(socket) ?? 0) + 1);
    response.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1));
  });
  return (socket) => (open.get(socket) ?? 0) > 0;
}

const NO_HANDSHAKE: Problem = {
  status: 426,
  code: 'input_invalid',
  detail:
    'This address takes WebSocket connections only; expected a handshake of version 13 (RFC 6455), like that of new WebSocket("ws://localhost:8080/ws/jobs").',
};

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}
