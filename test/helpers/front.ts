// What stands before replicas for clients that can't name a token, as those of browsers: it adds one, passes everything
// through as it comes, and notes how each client came. Clients are distinguished by the beginning of their path,
// `/<name>/…`, which is taken off.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Attempt {
  readonly path: string;
  readonly lastEventId: string | undefined;
}

export interface Front {
  readonly url: string;
  /** Base address of the replica that new connections get. */
  target: string;
  /** How a client came, each time. */
  attemptsOf(name: string): readonly Attempt[];
  stop(): Promise<void>;
}

interface Options {
  readonly token: string;
  readonly target: string;
  /** Answered under `/<name>/page`. */
  readonly page: string;
  /** What a page posts to `/<name>/heard`. */
  readonly onHeard: (name: string, body: unknown) => void;
}

export async function startFront({ token, target, page, onHeard }: Options): Promise<Front> {
  const attempts = new Map<string, Attempt[]>();

  function aim(incoming: IncomingMessage) {
    const [, name = '', path = '/'] = /^\/([^/?]+)(\/.*)$/.exec(incoming.url ?? '') ?? [];
    const lastEventId = incoming.headers['last-event-id'];
    return { name, path, lastEventId: lastEventId === undefined ? undefined : `${lastEventId}` };
  }

  function passOn(incoming: IncomingMessage) {
    const { name, path, lastEventId } = aim(incoming);
    attempts.set(name, [...(attempts.get(name) ?? []), { path, lastEventId }]);
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    return request(front.target + path, { method: incoming.method ?? 'GET', headers });
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { name, path } = aim(incoming);
    if (path === '/page') return void response.setHeader('content-type', 'text/html').end(page);
    if (path === '/heard') {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      onHeard(name, JSON.parse(Buffer.concat(chunks).toString()));
      return void response.end();
    }
    if (path === '/') return void response.writeHead(404).end();
    const outgoing = passOn(incoming);
    const cut = () => response.destroy();
    outgoing.on('error', cut).on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.on('error', cut).on('aborted', cut).pipe(response);
    });
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const outgoing = passOn(incoming);
    socket.on('error', () => {});
    outgoing
      .on('error', () => socket.destroy())
      .on('upgrade', (answer, peer, first) => {
        const lines = Object.entries(answer.headers).map(([key, value]) => `${key}: ${value}`);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        socket.write(first);
        peer.write(head);
        peer.on('error', () => {}).on('close', () => socket.destroy());
        socket.on('close', () => peer.destroy());
        peer.pipe(socket).pipe(peer);
      });
    outgoing.end();
  }

  const server = createServer((incoming, response) => void serve(incoming, response));
  server.on('upgrade', upgrade).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const front: Front = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    target,
    attemptsOf: (name) => attempts.get(name) ?? [],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}
