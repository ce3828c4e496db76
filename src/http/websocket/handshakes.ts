// WebSocket handshakes as ordinary requests: they pass the same guards, and the route then accepts the connection.
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Problem, sendProblem } from '../request/problem.ts';
import { serveWithoutUpgrade } from '../request/without-upgrade.ts';

export interface Handshakes {
  /** The connection, for a request that has passed the gate; `undefined` if the request was answered instead. */
  finish(reply: FastifyReply): WebSocket | undefined;
  /** Cuts connections whose handshake is pending. */
  stop(): void;
}

interface PendingHandshake {
  readonly socket: Socket;
  /** What followed the request. */
  readonly head: Buffer;
  readonly response: ServerResponse;
}

/** Clients are not expected to send anything: messages are limited and ignored. */
const MESSAGE_BYTES = 1_024;

/** `path`: the only route for WebSockets. */
export function createHandshakes(app: FastifyInstance, path: string): Handshakes {
  const pending = new Map<IncomingMessage, PendingHandshake>();
  const isAnswering = watchAnswers(app.server);
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    // The connection answers pings, as far as its peer reads.
    autoPong: false,
  });
  // A listener keeps it from answering by itself.
  acceptor.on('wsClientError', () => {});

  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Its answer would get mixed up with the answers to earlier requests.
    if (isAnswering(socket)) return socket.destroy();
    const isOurs = isWebSocket(request) && pathOf(request) === path;
    if (!isOurs) return serveWithoutUpgrade(app.server, request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.destroySoon());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => pending.delete(request));
    pending.set(request, { socket, head, response });
    app.routing(request, response);
  });

  function accept(
    request: IncomingMessage,
    { socket, head }: PendingHandshake,
  ): WebSocket | undefined {
    let accepted: WebSocket | undefined;
    acceptor.handleUpgrade(request, socket, head, (open) => {
      accepted = open;
    });
    return accepted;
  }

  return {
    finish(reply) {
      const request = reply.request.raw;
      const handshake = pending.get(request);
      const open = handshake && accept(request, handshake);
      if (handshake === undefined || open === undefined) {
        reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
        sendProblem(reply, NO_HANDSHAKE);
        return undefined;
      }
      reply.hijack();
      pending.delete(request);
      handshake.response.detachSocket(handshake.socket);
      return open;
    },
    stop() {
      for (const { socket } of pending.values()) socket.destroy();
    },
  };
}

/** Returns a function that tells whether a connection has unanswered requests. */
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
    'This URL accepts WebSocket connections only; expected a handshake of version 13 (RFC 6455), as from new WebSocket("ws://localhost:8080/ws/jobs").',
};

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}
