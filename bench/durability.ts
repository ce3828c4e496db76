// What does it cost to answer 202 only once the event is in the append-only file? Events published one
// by one, by 1 and by 50 at once, with the question and, in the same run, without it.
// Run: npx tsx bench/durability.ts [events]

import { decode } from '../src/dialects/all-dialects.ts';
import { createPublish, type Publish } from '../src/intake/publish.ts';
import { confirmed } from '../src/monitoring/durability.ts';
import { createJournal } from '../src/redis/journal/journal.ts';
import { createDurability } from '../src/redis/monitoring/durability.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { silentLogger } from '../src/runtime/logger.ts';
import { createMetrics } from '../src/runtime/metrics.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';
import { median } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 3_000);
const ROUNDS = 5;
/** Share of the rate without the question that has to be left. */
const AIM = 0.6;

const server = await startTestRedis({ appendonly: true });
const redis = server.client();
const base = { redis, clock: systemClock, log: silentLogger };
const journal = createJournal({
  ...base,
  keys: createKeys('bench'),
  limits: { retentionMs: 86_400_000, perJob: 1_000 },
  newEpoch: () => 'epoch',
  clock: systemClock,
});
const rest = { decode, metrics: createMetrics(), clock: systemClock, log: silentLogger };
const bare = createPublish({ ...rest, journal });
const append = confirmed(journal.append, createDurability(base));
const sure = createPublish({ ...rest, journal: { ...journal, append } });
let count = 0;

function message() {
  count += 1;
  const text = JSON.stringify({
    event_id: `bench-${count}`,
    event_type: 'job.progress',
    timestamp: new Date(systemClock.now()).toISOString(),
    project_id: 'bench',
    job_id: `job-${count % 50}`,
    data: { step: `step ${count}` },
  });
  return { dialect: 'televibe', source: 'http', text, arrivedAt: systemClock.now() };
}

/** Events a second. */
async function rate(publish: Publish, atOnce: number): Promise<number> {
  const began = systemClock.monotonic();
  let left = EVENTS;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await publish([message()]);
    }
  };
  await Promise.all([...Array(atOnce)].map(one));
  return (EVENTS * 1_000) / (systemClock.monotonic() - began);
}

for (const atOnce of [1, 50]) {
  const rates: { bare: number[]; sure: number[] } = { bare: [], sure: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await rate(bare, atOnce));
    rates.sure.push(await rate(sure, atOnce));
  }
  const [without, confirmed] = [median(rates.bare), median(rates.sure)];
  const share = confirmed / without;
  console.log(
    `${atOnce} at once: ${without.toFixed(0)}/s, confirmed ${confirmed.toFixed(0)}/s, ` +
      `${(share * 100).toFixed(0)} % (aim: at least ${AIM * 100} %)${share < AIM ? ' MISSED' : ''}`,
  );
}
await server.stop();
