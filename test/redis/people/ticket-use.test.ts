// A ticket is spent when what it is for opens, and only then; once, whoever asks at the same time on any replica.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuth } from '../../../src/http/access/authenticate.ts';
import type { HttpServerDeps } from '../../../src/http/server/server.ts';
import { createTicketStore } from '../../../src/redis/people/sign-in/ticket-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemorySessions } from '../../helpers/memory-sessions.ts';
import { createMemoryTokenStore } from '../../helpers/memory-token-store.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { type HttpApi, startHttpApi } from '../../http/http-api.ts';
import { openPeer } from '../../http/live-parts.ts';

const ROOT = 'the-root-token-of-this-test';
const STREAMS = [
  '/events',
  '/api/v1/jobs/j1/events/stream',
  '/api/v1/jobs/j1/logs/stream',
  '/api/jobs/b1/events/stream',
];
const SOCKET = '/ws/jobs';

let kit: RedisKit;
let replica: (overrides?: Partial<HttpServerDeps>) => Promise<HttpApi>;
let started: HttpApi[];
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

beforeEach(() => {
  started = [];
  const keys = kit.fresh();
  const [tokens, members] = [createMemoryTokenStore(), createMemoryMembers()];
  const sessions = createMemorySessions();
  replica = async (overrides) => {
    const tickets = createTicketStore({ redis: kit.server.client(), keys, clock: systemClock });
    const auth = createAuth({ adminToken: ROOT, tokens, members, sessions, tickets });
    const { authenticate, renew } = auth;
    const deps = { authenticate, renew, tickets: auth.tickets, tokens };
    // Streams that begin with a heartbeat begin soon.
    const limits = { heartbeatMs: 200, ...overrides?.limits };
    const api = await startHttpApi({ ...deps, ...overrides, limits });
    started.push(api);
    await api.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
    api.buildHashes.set('b1', { status: 'code', projectId: 'a' });
    api.board.put(aJob({ id: 'j1', projectId: 'a' }));
    return api;
  };
});
afterEach(async () => {
  for (const each of started) await each.stop();
});

async function newTicket(api: HttpApi): Promise<string> {
  const answer = await api.send('POST', '/api/v1/tickets', { token: ROOT });
  const { ticket = '' } = (await answer.json()) as { ticket?: string };
  return ticket;
}

/** What a stream answers, and how it begins. */
async function begin(url: string): Promise<{ status: number; text: string }> {
  const ending = new AbortController();
  const response = await fetch(url, { signal: ending.signal });
  const first = await response.body?.getReader().read();
  ending.abort();
  return { status: response.status, text: Buffer.from(first?.value ?? []).toString() };
}

const BUSY = { status: 200, text: expect.stringContaining(': too busy') };
const OPEN = { status: 200, text: expect.not.stringContaining('too busy') };

describe('a ticket is not used up by', () => {
  it.each(STREAMS)('a replica that has no room on %s', async (path) => {
    const [full, roomy] = [await replica({ limits: { readers: 0 } }), await replica()];
    const ticket = await newTicket(roomy);
    for (const _ of [1, 2]) {
      expect(await begin(`${full.url}${path}?ticket=${ticket}`)).toEqual(BUSY);
    }
    expect(await begin(`${roomy.url}${path}?ticket=${ticket}`)).toEqual(OPEN);
    const again = await begin(`${roomy.url}${path}?ticket=${ticket}`);
    expect([401, 404]).toContain(again.status);
  });

  it.each(STREAMS)('one request too many on %s', async (path) => {
    const clock = { ...systemClock, monotonic: () => 0 };
    const [limited, roomy] = [await replica({ requestsPerMinute: 1, clock }), await replica()];
    await limited.get('/api/v1/jobs', ROOT);
    const ticket = await newTicket(roomy);
    expect(await begin(`${limited.url}${path}?ticket=${ticket}`)).toEqual(BUSY);
    expect(await begin(`${roomy.url}${path}?ticket=${ticket}`)).toEqual(OPEN);
  });

  it('parameters that nobody understands, and jobs that do not exist', async () => {
    const api = await replica();
    const ticket = await newTicket(api);
    for (const [path, status] of [
      ['/events?since=tomorrow', 400],
      ['/api/v1/jobs/j1/events/stream?since=tomorrow', 400],
      ['/api/v1/jobs/j1/logs/stream?lines=x', 400],
      ['/api/v1/jobs/none/events/stream?', 404],
      ['/api/v1/jobs/none/logs/stream?', 404],
      ['/api/jobs/none/events/stream?', 404],
      [`${SOCKET}?`, 426],
    ] as const) {
      const answer = await begin(`${api.url}${path}&ticket=${ticket}`);
      expect([path, answer.status]).toEqual([path, status]);
    }
    expect(await begin(`${api.url}/events?ticket=${ticket}`)).toEqual(OPEN);
  });

  it('sockets that are refused', async () => {
    const clock = { ...systemClock, monotonic: () => 0 };
    const full = await replica({ limits: { readers: 0 } });
    const limited = await replica({ requestsPerMinute: 1, clock });
    const [dry, roomy] = [await replica(), await replica()];
    dry.sources.turn(false);
    await limited.get('/api/v1/jobs', ROOT);
    const path = `${SOCKET}?ticket=${await newTicket(roomy)}`;
    for (const { url } of [full, dry]) {
      expect((await (await openPeer(url + path)).ended).code).toBe(1013);
    }
    await expect(openPeer(limited.url + path)).rejects.toThrow(/429/);
    (await openPeer(roomy.url + path)).socket.terminate();
    await expect(openPeer(roomy.url + path)).rejects.toThrow(/401/);
  });
});

describe('of all who use a ticket at the same time, on two replicas,', () => {
  it.each(STREAMS)('one gets a stream of %s', async (path) => {
    const both = [await replica(), await replica()];
    const ticket = await newTicket(await replica());
    const asked = Array.from({ length: 20 }, (_, at) =>
      begin(`${both[at % 2]?.url}${path}?ticket=${ticket}`),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it('one gets a socket', async () => {
    const both = [await replica(), await replica()];
    const ticket = await newTicket(await replica());
    const asked = Array.from({ length: 20 }, (_, at) =>
      openPeer(`${both[at % 2]?.url}${SOCKET}?ticket=${ticket}`),
    );
    const peers = (await Promise.allSettled(asked)).flatMap((each) =>
      each.status === 'fulfilled' ? [each.value] : [],
    );
    expect(peers).toHaveLength(1);
    for (const { socket } of peers) socket.terminate();
  });
});

it('every route that accepts a ticket is tried here', async () => {
  const api = await replica();
  const document = (await (await api.get('/openapi.json')).json()) as {
    readonly paths: Readonly<Record<string, object>>;
  };
  const isTicketed = (route: object) => JSON.stringify(route).includes('{"ticket":[');
  const paths = Object.entries(document.paths).flatMap(([path, route]) =>
    isTicketed(route) ? [path] : [],
  );
  const tried = [...STREAMS, SOCKET].map((path) => path.replace(/j1|b1/, '{id}'));
  expect(paths.sort()).toEqual(tried.sort());
});
