// What do entries of 1 MB cost? 600 of them wait in one stream: read, decoded, journalled, and read again by
// a follower and a query, in one process. Prints its peak of memory over what it had before; the peer reads
// the same entries with one XREAD COUNT 500, as any reader might. Run: npx tsx bench/ingest-large.ts [entries]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { dialectNamed } from '../src/dialects/all-dialects.ts';
import { createIngest } from '../src/intake/isolate-poison.ts';
import { createReceive } from '../src/intake/receive.ts';
import { START } from '../src/journal/journal.ts';
import { createAttempts } from '../src/redis/dead-letters/attempts.ts';
import { createJournal } from '../src/redis/journal/journal.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { createStreamAside } from '../src/redis/streams/stream-aside.ts';
import { createOwnPositions } from '../src/redis/streams/stream-positions.ts';
import { createStreamReader } from '../src/redis/streams/stream-reader.ts';
import { createTrimWatch } from '../src/redis/streams/trim-watch.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { silentLogger as log } from '../src/runtime/logger.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';

const ENTRIES = Number(process.argv[2] ?? 600);
const BYTES = 1_000_000;
const STREAM = 'televibe:stream:large';
const LIMIT_MB = 256;
const MB = 1_048_576;

const [, , , kind, socketPath] = process.argv;
if (kind === 'ours') await ours(socketPath ?? '');
else if (kind === 'peer') await peer(socketPath ?? '');
else await main();
process.exit(0);

async function main(): Promise<void> {
  const server = await startTestRedis();
  const redis = server.client();
  const text = 'x'.repeat(BYTES);
  for (let at = 0; at < ENTRIES; at += 1) {
    const event = { event_id: `large-${at}`, event_type: 'job.progress', project_id: 'large' };
    await redis.xadd(STREAM, '*', 'event', JSON.stringify({ ...event, data: { text } }));
  }
  for (const kind of ['peer', 'ours']) {
    const program = fileURLToPath(import.meta.url);
    const args = ['--import', 'tsx', program, String(ENTRIES), kind, server.socketPath];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    process.stdout.write(`${kind}: ${stdout || stderr.slice(-200)}\n`);
  }
  console.log(`aim: a process within ${LIMIT_MB} MB`);
  await server.stop();
}

/** Whatever the process ever had at once. */
function peakMb(): number {
  return Math.round((process.resourceUsage().maxRSS * 1_024) / MB);
}

async function peer(path: string): Promise<void> {
  const redis = new Redis({ path });
  const before = peakMb();
  const reply = await redis.xread('COUNT', 500, 'STREAMS', STREAM, '0-0');
  const count = reply?.[0]?.[1].length ?? 0;
  console.log(`${count} entries in one XREAD: ${peakMb()} MB at most, ${before} before`);
}

async function ours(path: string): Promise<void> {
  const redis = new Redis({ path });
  const keys = createKeys('large');
  const clock = systemClock;
  const metrics = createMetrics();
  const limits = { retentionMs: 86_400_000, perJob: 1_000_000 };
  const journal = createJournal({ redis, keys, limits, newEpoch: () => 'e', clock });
  const dialect = dialectNamed('televibe');
  const decode = dialect.decode.bind(dialect);
  const receive = createReceive({ decode, journal, metrics, log, clock });
  const attempts = createAttempts(redis, keys, 'bench');
  const take = createIngest({ receive, attempts, clock, log });
  const parts = { redis, keys, clock, log, metrics, ingest: take, dialect };
  const positions = createOwnPositions(redis, keys.positions);
  const aside = createStreamAside({ ...parts, component: 'bench' });
  const trims = createTrimWatch({ ...parts, isNamed: true, pattern: STREAM });
  const reader = createStreamReader({ ...parts, positions, aside, trims, inStep: false });
  const before = peakMb();
  const startedAt = clock.monotonic();
  reader.know(STREAM);
  while (await reader.turn());
  const tookMs = clock.monotonic() - startedAt;
  const takenIn = peakMb();
  let count = 0;
  for (let after = START, some = await journal.read(after, 500); some.length > 0; ) {
    count += some.length;
    after = some.at(-1)?.position ?? after;
    some = await journal.read(after, 500);
  }
  const filter = { projectIds: ['large'] };
  const page = await journal.query({ filter, order: 'asc', limit: 1_000 });
  const perSecond = Math.round(count / (tookMs / 1_000));
  console.log(
    `${count} entries journalled (${perSecond}/s): ${takenIn} MB at most, ${before} before; ` +
      `read again and queried (${page.entries.length} in a page): ${peakMb()} MB at most`,
  );
}
