// What stands before several programs: passes each request to the next of them, as a proxy does.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer {
  readonly url: string;
  /** Base addresses; each gets requests in turn. */
  targets: readonly string[];
  /** The statuses that were passed back. */
  readonly statuses: readonly number[];
  stop(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  const statuses: number[] = [];
  let turn = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    turn += 1;
    const target = balancer.targets[turn % balancer.targets.length];
    const status = await pass(target, request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: headersOf(request.headers),
      body: Buffer.concat(chunks),
    });
    statuses.push(status);
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets: [],
    statuses,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return balancer;
}

/** 502, as proxies answer, if the target is not there. */
async function pass(target: string | undefined, path: string, init: RequestInit): Promise<number> {
  if (target === undefined) return 502;
  try {
    const answer = await fetch(target + path, init);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 502;
  }
}

const PASSED = ['content-type', 'x-telegram-bot-api-secret-token'];

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(PASSED.map((name) => [name, String(headers[name] ?? '')]));
}
