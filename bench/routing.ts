// Does the router keep up, and within bounds, when many chats listen? 10,000 chats, a backlog of events of
// which each concerns ten of them, and every so often one of a project that concerns all. The router runs in a
// process of its own with a small heap; its peer, in the same run and process, reads the same entries
// (XRANGE) and parses them. Run: npx tsx bench/routing.ts [events] [chats]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Chat } from '../src/audience/chat-book.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';

const EVENTS = Number(process.argv[2] ?? 100_000);
const CHATS = Number(process.argv[3] ?? 10_000);
/** Chats that an ordinary event concerns. */
const EACH = 10;
/** One event of this many concerns all chats. */
const CROWD_EVERY = 10_000;
/**
 * A small heap; and garbage is collected by the thread itself, since helpers of it that wait for a processor
 * on a busy machine would count as pauses of the event loop.
 */
const HEAP = ['--max-old-space-size=128', '--max-semi-space-size=8', '--single-threaded-gc'];
const LIMIT_MB = 256;
const LIMIT_PAUSE_MS = 200;
const KEYS = createKeys('bench');

interface Result {
  readonly perSecond: number;
  readonly barePerSecond: number;
  readonly peakMb: number;
  readonly bareMb: number;
  readonly longestPauseMs: number;
  /** Without what the thread waited for a processor. */
  readonly ownPauseMs: number;
  /** Processor time of an event, in microseconds. */
  readonly ownUs: number;
  readonly redisUs: number;
  readonly places: number;
}

const server = await startTestRedis();
const redis = server.client();

/** Each listens to a project of its ten, and to that of all. */
function chat(id: number): Chat {
  const project = (name: string) => ({ kind: 'project', id: name, by: 1 }) as const;
  return {
    ...{ id, kind: 'private', title: `chat ${id}`, locale: 'en', level: 'all', sponsors: [1] },
    subscriptions: [project(`p${Math.floor(id / EACH)}`), project('all')],
  };
}

function event(at: number): string {
  const isForAll = at % CROWD_EVERY === CROWD_EVERY / 2;
  return JSON.stringify({
    id: `bench-${at}`,
    type: 'job.progress',
    time: new Date(1_772_442_000_000 + at).toISOString(),
    source: { component: 'runner', instanceId: 'runner-1' },
    projectId: isForAll ? 'all' : `p${at % (CHATS / EACH)}`,
    sessionId: `S${at % 2_000}`,
    jobId: `job-${at % 5_000}`,
    aggregate: `job:job-${at % 5_000}`,
    visibility: 'public',
    recipients: 'all',
    data: { type: 'tool_use', tool: 'Edit', file: `src/module-${at}.ts`, action: 'editing' },
    dialect: 'televibe',
  });
}

async function fill(): Promise<void> {
  const chats = Array.from({ length: CHATS }, (_, id) => [String(id), JSON.stringify(chat(id))]);
  for (let at = 0; at < CHATS; at += 500) {
    await redis.hset(KEYS.chats, ...chats.slice(at, at + 500).flat());
  }
  for (let at = 0; at < EVENTS; at += 1_000) {
    const pipeline = redis.pipeline();
    for (let one = at; one < Math.min(at + 1_000, EVENTS); one += 1) {
      pipeline.xadd(KEYS.journal, '*', 'e', event(one));
    }
    await pipeline.exec();
  }
}

/** Starts the process that routes (bench/routing-process.ts) and waits for its figures. */
async function route(): Promise<Result> {
  const program = fileURLToPath(new URL('./routing-process.ts', import.meta.url));
  const child: ChildProcess = spawn(
    process.execPath,
    [...HEAP, '--import', 'tsx', program, server.socketPath, KEYS.prefix],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the routing process ended with ${code ?? signal}`);
    }),
  ]);
  return message as Result;
}

await fill();
console.log(`${EVENTS} events wait, ${CHATS} chats listen`);
const found = await route();
const shown = (value: number) => Math.round(value);
const ratio = (found.perSecond / found.barePerSecond).toFixed(3);
const { longestPauseMs, ownPauseMs, peakMb } = found;
console.log(
  `routed ${shown(found.perSecond)} events/s, ${shown((found.perSecond * found.places) / EVENTS)} places/s; ` +
    `bare XRANGE and JSON.parse ${shown(found.barePerSecond)} events/s: ratio ${ratio}`,
);
console.log(
  `processor time of an event: own ${shown(found.ownUs)} µs, Redis ${shown(found.redisUs)} µs`,
);
console.log(
  `peak memory ${shown(peakMb)} MB, ${shown(found.bareMb)} MB before the first event (limit ${LIMIT_MB})`,
);
console.log(
  `longest pause of the event loop ${shown(ownPauseMs)} ms (limit ${LIMIT_PAUSE_MS}); ` +
    `${shown(longestPauseMs)} ms with what the process waited for a processor`,
);
await server.stop();
process.exit(peakMb <= LIMIT_MB && ownPauseMs <= LIMIT_PAUSE_MS ? 0 : 1);
