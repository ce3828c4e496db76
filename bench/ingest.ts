// How fast does an event get from a stream into a chat's window? Stream entry -> decoded, journalled,
// routed, gathered; against the least that any reader of a stream does in the same run: XREADGROUP,
// JSON.parse, XACK. Run: npx tsx bench/ingest.ts [events]
import { NO_POLICY_FILE } from '../src/approvals/policy/policy-schema.ts';
import { dialectNamed } from '../src/dialects/all-dialects.ts';
import { createIngest } from '../src/intake/isolate-poison.ts';
import { createReceive } from '../src/intake/receive.ts';
import { createAttempts } from '../src/redis/dead-letters/attempts.ts';
import { createJournal } from '../src/redis/journal/journal.ts';
import { createChatBook } from '../src/redis/people/chat-book.ts';
import { createMembers } from '../src/redis/people/members.ts';
import { createLease } from '../src/redis/routing/lease.ts';
import { createRouteStore } from '../src/redis/routing/route-store.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { createStreamAside } from '../src/redis/streams/stream-aside.ts';
import { createOwnPositions } from '../src/redis/streams/stream-positions.ts';
import { createStreamReader } from '../src/redis/streams/stream-reader.ts';
import { createTrimWatch } from '../src/redis/streams/trim-watch.ts';
import { createRouter } from '../src/routing/router.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createHealth } from '../src/runtime/health.ts';
import { silentLogger } from '../src/runtime/logger.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';
import { median } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 30_000);
const ROUNDS = 3;
const STREAM = 'televibe:stream:bench';
const AIM = 0.2;

const server = await startTestRedis();
const redis = server.client();

function message(at: number): string {
  return JSON.stringify({
    event_id: `bench-${at}`,
    event_type: 'job.progress',
    timestamp: new Date(1_772_442_000_000 + at).toISOString(),
    source: { component: 'runner', instance_id: 'runner-1' },
    project_id: 'bench',
    session_id: `S${at % 20}`,
    job_id: `job-${at % 50}`,
    data: { type: 'tool_use', tool: 'Edit', file: `src/module-${at}.ts`, action: 'editing' },
    visibility: 'public',
    recipients: 'all',
  });
}

async function fill(): Promise<void> {
  await redis.flushall();
  for (let at = 0; at < EVENTS; at += 1_000) {
    const pipeline = redis.pipeline();
    for (let one = at; one < Math.min(at + 1_000, EVENTS); one += 1) {
      pipeline.xadd(STREAM, '*', 'event', message(one));
    }
    await pipeline.exec();
  }
}

/** Microseconds of one event: by the clock, and of both processes' processor time. */
interface Cost {
  readonly wallUs: number;
  readonly ownUs: number;
  readonly redisUs: number;
}

/** Starts to measure; what is returned ends it. */
async function measure(): Promise<() => Promise<Cost>> {
  const before = [process.cpuUsage(), await redisCpuUs(), systemClock.monotonic()] as const;
  return async () => {
    const { user, system } = process.cpuUsage(before[0]);
    const wallUs = (systemClock.monotonic() - before[2]) * 1_000;
    const redisUs = (await redisCpuUs()) - before[1];
    return {
      wallUs: wallUs / EVENTS,
      ownUs: (user + system) / EVENTS,
      redisUs: redisUs / EVENTS,
    };
  };
}

async function redisCpuUs(): Promise<number> {
  const found = (await redis.info('cpu')).matchAll(/used_cpu_(?:user|sys):([\d.]+)/g);
  return [...found].reduce((sum, [, seconds]) => sum + Number(seconds) * 1e6, 0);
}

async function bare(): Promise<Cost> {
  await redis.xgroup('CREATE', STREAM, 'bare', '0');
  const end = await measure();
  for (;;) {
    const reply = (await redis.xreadgroup(
      ...(['GROUP', 'bare', 'c', 'COUNT', 500, 'STREAMS', STREAM, '>'] as const),
    )) as [string, [string, string[]][]][] | null;
    const entries = reply?.[0]?.[1] ?? [];
    if (entries.length === 0) break;
    for (const [, fields] of entries) JSON.parse(fields[1] ?? '');
    await redis.xack(STREAM, 'bare', ...entries.map(([id]) => id));
  }
  return end();
}

async function whole(): Promise<Cost> {
  const keys = createKeys('bench');
  const clock = systemClock;
  const log = silentLogger;
  const metrics = createMetrics();
  const members = createMembers({ redis, keys, adminUserIds: [1] });
  const chatBook = createChatBook({ redis, keys, members });
  await chatBook.update(1, () => ({
    id: 1,
    kind: 'private',
    title: 'bench',
    locale: 'en',
    level: 'all',
    subscriptions: [{ kind: 'everything', id: '', by: 1 }],
    sponsors: [1],
  }));
  const limits = { retentionMs: 365 * 86_400_000, perJob: 10_000_000 };
  const epoch = { newEpoch: () => 'bench', clock };
  const journal = createJournal({ redis, keys, limits, ...epoch });
  const televibe = dialectNamed('televibe');
  const decode = televibe.decode.bind(televibe);
  const receive = createReceive({ decode, journal, metrics, log, clock });
  const attempts = createAttempts(redis, keys, 'bench');
  const take = createIngest({ receive, attempts, clock, log });
  const positions = createOwnPositions(redis, keys.positions);
  const component = 'bench';
  const parts = { redis, keys, positions, ingest: take, clock, log, metrics };
  const aside = createStreamAside({ ...parts, component });
  const trims = createTrimWatch({ ...parts, isNamed: true, pattern: component });
  const reader = createStreamReader({ ...parts, aside, trims, dialect: televibe, inStep: false });
  const blocking = server.client();
  const lease = createLease(server.client(), keys, 'router');
  const store = createRouteStore({
    redis: server.client(),
    blocking,
    keys,
    lease: 'router',
    windowMs: 2_000,
  });
  const waker = { wake() {} };
  const policies = NO_POLICY_FILE;
  const health = createHealth();
  const router = createRouter({
    policies,
    health,
    store,
    lease,
    chatBook,
    waker,
    clock,
    log,
    metrics,
  });
  await router.start();
  reader.know(STREAM);
  const end = await measure();
  while (await reader.turn());
  const { last } = await journal.bounds();
  while ((await store.position()) !== last) await clock.sleep(2);
  const cost = await end();
  await router.stop();
  return cost;
}

const byClock: number[] = [];
const byProcessor: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await fill();
  const limit = await bare();
  const ours = await whole();
  byClock.push(limit.wallUs / ours.wallUs);
  byProcessor.push((limit.ownUs + limit.redisUs) / (ours.ownUs + ours.redisUs));
  console.log(`round ${round + 1}: jobwire ${shown(ours)}; bare ${shown(limit)}`);
}
console.log(
  `median ratio ${median(byClock).toFixed(2)} by the clock (aim ${AIM}), ${median(byProcessor).toFixed(2)} by processor time`,
);
await server.stop();
process.exit(0);

function shown({ wallUs, ownUs, redisUs }: Cost): string {
  const perSecond = Math.round(1e6 / wallUs);
  const parts = `own ${ownUs.toFixed(1)}, Redis ${redisUs.toFixed(1)}`;
  return `${perSecond} events/s, ${wallUs.toFixed(1)} µs each (processor: ${parts})`;
}
