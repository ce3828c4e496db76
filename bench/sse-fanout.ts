// How much of what node:http can do is left when 1,000 readers follow GET /events? Runs the HTTP API
// and a bare server that writes prepared buffers, each in a process of its own, against the same
// readers in another one; prints deliveries a second, their ratio, memory for a connection, and how long GET /healthz
// takes meanwhile, when events come as fast as they can be delivered.
//   npx tsx bench/sse-fanout.ts [readers]
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTick, setTimeout } from 'node:timers/promises';
import { createAdminTokenAuth } from '../src/http/access/auth.ts';
import { startHttpApi } from '../test/http/http-api.ts';
import { median } from './figures.ts';

// Children get a role instead.
const READERS = Number(process.argv[2]) || 1_000;
const WARM_UP = { readers: 50, events: Math.min(400, READERS) };
const RUN_MS = 4 * READERS;
/** Of a few readers it is only tried. */
const ROUNDS = READERS < 100 ? 1 : 2;
/** Events that are under way at the same time: so many may be written before the first arrived. */
const UNDER_WAY = 2;
const HEALTH_EVERY_MS = 20;
/** Occurs once in each event, so that readers count events by counting it. */
const MARK = '~';

type Kind = 'bare' | 'http-api';

interface Target {
  readonly port: number;
  publish(): void;
}

type Order =
  | { readonly do: 'publish' }
  | { readonly do: 'measure' }
  | { readonly do: 'open'; readonly port: number; readonly readers: number }
  | { readonly do: 'close' };

interface Measure {
  readonly rssBytes: number;
  readonly cpuMs: number;
}

const role = process.argv[2];
if (role === 'readers') runReaders();
else if (role === 'bare' || role === 'http-api') await runServer(role);
else await runAll();

async function runAll(): Promise<void> {
  const results: Record<Kind, Result[]> = { bare: [], 'http-api': [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of ['bare', 'http-api'] as const) results[kind].push(await run(kind));
  }
  const bare = best(results.bare);
  const httpApi = best(results['http-api']);
  print('bare node:http', bare);
  print('GET /events', httpApi);
  console.log(
    `ratio: ${(httpApi.perSecond / bare.perSecond).toFixed(2)} by the clock, ` +
      `${(httpApi.perCpuSecond / bare.perCpuSecond).toFixed(2)} by processor time (aim 0.80)`,
  );
}

interface Result {
  readonly perSecond: number;
  /** Deliveries for each second that the server's process kept a processor busy. */
  readonly perCpuSecond: number;
  readonly kbPerReader: number;
  /** How long GET /healthz took beside the streams. */
  readonly healthMs: { readonly median: number; readonly longest: number };
}

function best(results: readonly Result[]): Result {
  return {
    perSecond: Math.max(...results.map(({ perSecond }) => perSecond)),
    perCpuSecond: Math.max(...results.map(({ perCpuSecond }) => perCpuSecond)),
    kbPerReader: Math.min(...results.map(({ kbPerReader }) => kbPerReader)),
    healthMs: {
      median: Math.min(...results.map(({ healthMs }) => healthMs.median)),
      longest: Math.min(...results.map(({ healthMs }) => healthMs.longest)),
    },
  };
}

function print(name: string, { perSecond, perCpuSecond, kbPerReader, healthMs }: Result): void {
  const rates = `${Math.round(perSecond)} deliveries/s, ${Math.round(perCpuSecond)} per CPU second`;
  console.log(`${name.padEnd(15)} ${rates}, ${kbPerReader.toFixed(1)} KB a reader (aim 12)`);
  const { median: middle, longest } = healthMs;
  console.log(`  GET /healthz beside: ${middle.toFixed(0)} ms, at most ${longest.toFixed(0)} ms`);
}

async function run(kind: Kind): Promise<Result> {
  const server = child(kind);
  const readers = child('readers');
  const port = Number(await answer(server));
  await ask(readers, { do: 'open', port, readers: WARM_UP.readers });
  for (let event = 0; event < WARM_UP.events; event += 1) await deliver(server, readers);
  await ask(readers, { do: 'close' });
  const idle = await measure(server);

  await ask(readers, { do: 'open', port, readers: READERS });
  await deliver(server, readers);
  const before = await measure(server);
  const asking = askHealth(port);
  const from = performance.now();
  let delivered = 0;
  let published = 0;
  while (performance.now() - from < RUN_MS) {
    for (; published < delivered + UNDER_WAY; published += 1) order(server, { do: 'publish' });
    await answer(readers);
    delivered += 1;
  }
  const seconds = (performance.now() - from) / 1_000;
  for (; delivered < published; delivered += 1) await answer(readers);
  const times = await asking.end();
  const after = await measure(server);
  server.kill();
  readers.kill();
  return {
    perSecond: (delivered * READERS) / seconds,
    perCpuSecond: (delivered * READERS) / ((after.cpuMs - before.cpuMs) / 1_000),
    kbPerReader: (after.rssBytes - idle.rssBytes) / READERS / 1_024,
    healthMs: { median: median(times), longest: Math.max(...times) },
  };
}

/** One request after the other, at least one. */
function askHealth(port: number): { end(): Promise<number[]> } {
  const times: number[] = [];
  let isOver = false;
  const asking = (async () => {
    do {
      const from = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/healthz`);
      await response.arrayBuffer();
      times.push(performance.now() - from);
      await setTimeout(HEALTH_EVERY_MS);
    } while (!isOver);
  })();
  return {
    async end() {
      isOver = true;
      await asking;
      return times;
    },
  };
}

/** One event to all readers; resolves when all have it. */
async function deliver(server: ChildProcess, readers: ChildProcess): Promise<void> {
  const arrived = answer(readers);
  order(server, { do: 'publish' });
  await arrived;
}

function child(of: Kind | 'readers'): ChildProcess {
  return fork(import.meta.filename, [of], { execArgv: [...process.execArgv, '--expose-gc'] });
}

function order(to: ChildProcess, what: Order): void {
  to.send(what);
}

async function answer(from: ChildProcess): Promise<unknown> {
  const [message] = await once(from, 'message');
  return message;
}

async function ask(whom: ChildProcess, what: Order): Promise<unknown> {
  const said = answer(whom);
  order(whom, what);
  return said;
}

async function measure(server: ChildProcess): Promise<Measure> {
  return (await ask(server, { do: 'measure' })) as Measure;
}

// The servers.

async function runServer(kind: Kind): Promise<void> {
  const target = kind === 'bare' ? await startBare() : await startEvents();
  process.on('message', async (what: Order) => {
    if (what.do === 'publish') target.publish();
    if (what.do === 'measure') process.send?.(await measured());
  });
  process.send?.(target.port);
}

async function measured(): Promise<Measure> {
  churn();
  for (let round = 0; round < 5; round += 1) {
    await nextTick();
    globalThis.gc?.();
  }
  const { user, system } = process.cpuUsage();
  return { rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000 };
}

/** Grows what V8 keeps for young objects to its full size, so that it is no part of a difference. */
function churn(): void {
  let kept: object[] = [];
  for (let made = 0; made < 1_000_000; made += 1) {
    if (kept.length >= 50_000) kept = [];
    kept.push({ made });
  }
}

async function startBare(): Promise<Target> {
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.end('{}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    open.add(response);
    response.on('close', () => open.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const prepared = Buffer.from(
    `id: memory.1700000000000-0\nevent: job.progress\ndata: ${JSON.stringify(sample())}\n\n`,
  );
  return {
    port: (server.address() as { port: number }).port,
    publish() {
      for (const response of open) response.write(prepared);
    },
  };
}

async function startEvents(): Promise<Target> {
  const { server, publish } = await startHttpApi({
    authenticate: createAdminTokenAuth('bench'),
    renew: async (callers) => [...callers],
    encode: sample,
  });
  return { port: server.port, publish: () => void publish({}) };
}

/** About 300 bytes. */
function sample(): unknown {
  const data = { type: 'tool_use', tool: 'Edit', file: 'src/payments/refund.ts', mark: MARK };
  return {
    event_id: '6f9d0000-0000-4000-8000-000000000001',
    event_type: 'job.progress',
    timestamp: '2026-03-02T09:00:00.000Z',
    source: { component: 'runner', instance_id: 'runner-1' },
    project_id: 'project-a',
    data,
    visibility: 'public',
    recipients: 'all',
  };
}

// The readers: plain sockets, so that reading costs little beside writing.

function runReaders(): void {
  let sockets: Socket[] = [];
  let counted = 0;
  const count = (chunk: Buffer) => {
    for (let at = chunk.indexOf(MARK); at >= 0; at = chunk.indexOf(MARK, at + 1)) {
      counted += 1;
      if (counted % sockets.length === 0) process.send?.('arrived');
    }
  };
  process.on('message', async (what: Order) => {
    if (what.do === 'open') {
      counted = 0;
      sockets = await Promise.all(Array.from({ length: what.readers }, () => open(what.port)));
      for (const socket of sockets) socket.on('data', count);
      process.send?.('open');
    }
    if (what.do === 'close') {
      for (const socket of sockets) socket.destroy();
      await Promise.all(sockets.map((socket) => once(socket, 'close')));
      process.send?.('closed');
    }
  });
}

/** Resolves when the stream greeted, with or after its headers. */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer bench\r\n\r\n');
  let text = '';
  while (!/\r\n\r\n.*\n\n/s.test(text)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString();
  }
  return socket;
}
