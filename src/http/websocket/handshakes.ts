// WebSocket handshakes as ordinary requests: they pass the same guards, and the route then accepts the connection.
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Problem, sendProblem } from '../request/problem.ts';
import { serveWithoutUpgrade } from '../request/without-upgrade.ts';

export interface Handshakes {
  /**
   * The connection, for a request that has passed the gate; `undefined` if the request was answered instead, or its
   * client has gone. `mayAccept` is asked once the handshake is known to be valid; it answers if it may not.
   */
  finish(reply: FastifyReply, mayAccept: () => Promise<boolean>): Promise<WebSocket | undefined>;
  /** Cuts connections whose handshake is pending. */
  stop(): void;
}

interface PendingHandshake {
  readonly socket: Socket;
  /** What followed the request. */
  readonly head: Buffer;
  readonly response: ServerResponse;
}

type Accepted =
  | { readonly kind: 'open'; readonly open: WebSocket }
  | { readonly kind: 'malformed' }
  /** It may not be accepted. */
  | { readonly kind: 'answered' }
  /** The client left meanwhile. */
  | { readonly kind: 'gone' };

/** Clients are not expected to send anything: messages are limited and ignored. */
const MESSAGE_BYTES = 1_024;

/** `path`: the only route for WebSockets. */
export function createHandshakes(app: FastifyInstance, path: string): Handshakes {
  const pending = new Map<IncomingMessage, PendingHandshake>();
  const isAnswering = watchAnswers(app.server);
  const accept = createAccept();

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

  return {
    async finish(reply, mayAccept) {
      const request = reply.request.raw;
      const handshake = pending.get(request);
      const accepted = handshake && (await accept(request, handshake, mayAccept));
      if (accepted?.kind === 'answered') return undefined;
      if (handshake === undefined || accepted === undefined || accepted.kind === 'malformed') {
        reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
        sendProblem(reply, NO_HANDSHAKE);
        return undefined;
      }
      reply.hijack();
      pending.delete(request);
      handshake.response.detachSocket(handshake.socket);
      return accepted.kind === 'open' ? accepted.open : undefined;
    },
    stop() {
      for (const { socket } of pending.values()) socket.destroy();
    },
  };
}

/** Completes handshakes, and leaves every other answer to the route. */
function createAccept() {
  const accepting = new WeakMap<IncomingMessage, (accept: () => void) => void>();
  const acceptor = new WebSocketServer({
    noServer: true,
    // Called for a valid handshake. Whoever is refused is answered by the route.
    verifyClient: ({ req }, done) => accepting.get(req)?.(() => done(true)),
    clientTracking: false,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
    // The connection answers pings, as far as its peer reads.
    autoPong: false,
  });
  // A listener keeps it from answering by itself.
  acceptor.on('wsClientError', () => {});

  return async function accept(
    request: IncomingMessage,
    { socket, head }: PendingHandshake,
    mayAccept: () => Promise<boolean>,
  ): Promise<Accepted> {
    const state: { accept?: () => void; open?: WebSocket } = {};
    accepting.set(request, (go) => {
      state.accept = go;
    });
    acceptor.handleUpgrade(request, socket, head, (open) => {
      state.open = open;
    });
    if (state.accept === undefined) return { kind: 'malformed' };
    if (!(await mayAccept())) return { kind: 'answered' };
    state.accept();
    return state.open === undefined ? { kind: 'gone' } : { kind: 'open', open: state.open };
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
