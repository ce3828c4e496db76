// What does it cost to find events among a million kept ones, and what does each kept event cost Redis?
// Each query is set against the bare cost of reading as many entries from the journal in one XRANGE.
//
//   node --import tsx bench/query.ts [events, default 1000000]

import type { EventFilter } from '../src/journal/event-filter.ts';
import type { Candidate } from '../src/journal/journal.ts';
import { createJournal } from '../src/redis/journal/journal.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { anEvent, candidate } from '../test/helpers/events.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';
import { median } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const BATCH = 1_000;
const ROUNDS = 15;
const PAGE = 100;
const BEGIN = Date.parse('2026-03-02T00:00:00.000Z');
const DAY_MS = 86_400_000;
const TYPES = ['job.progress', 'job.tool_started', 'job.tool_completed', 'job.started'];

const server = await startTestRedis();
const redis = server.client();
const keys = createKeys('bench');
const journal = createJournal({
  redis,
  keys,
  limits: { retentionMs: 365 * DAY_MS, perJob: 1_000 },
  newEpoch: () => 'bench',
  clock: systemClock,
});

/** 2,000 jobs, 500 sessions, 50 projects; one in 10,000 fails; ten days. */
function event(at: number): Candidate {
  const type = at % 10_000 === 7 ? 'job.failed' : (TYPES[at % TYPES.length] ?? '');
  return candidate(
    anEvent({
      id: `e-${at}`,
      type,
      projectId: `project-${at % 50}`,
      sessionId: `session-${at % 500}`,
      jobId: `job-${Math.floor(at / 500)}`,
      time: new Date(BEGIN + (at / EVENTS) * 10 * DAY_MS).toISOString(),
      data: { tool: 'Edit', file: `src/part-${at % 97}/file-${at}.ts`, action: 'replace' },
    }),
  );
}

async function usedBytes(): Promise<number> {
  const info = await redis.info('memory');
  return Number(/used_memory:(\d+)/.exec(info)?.[1]);
}

async function bytesOf(pattern: string): Promise<number> {
  let sum = 0;
  for await (const names of redis.scanStream({ match: `bench:${pattern}`, count: 5_000 })) {
    const pipeline = redis.pipeline();
    for (const name of names as string[]) pipeline.memory('USAGE', name, 'SAMPLES', 5);
    for (const [, bytes] of (await pipeline.exec()) ?? []) sum += Number(bytes ?? 0);
  }
  return sum;
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = systemClock.monotonic();
    await task();
    times.push(systemClock.monotonic() - began);
  }
  return median(times);
}

const empty = await usedBytes();
const began = systemClock.monotonic();
for (let at = 0; at < EVENTS; at += BATCH) {
  const candidates = Array.from({ length: Math.min(BATCH, EVENTS - at) }, (_, n) => event(at + n));
  await journal.append({ candidates, deadLetters: [] });
}
const seconds = (systemClock.monotonic() - began) / 1_000;
const bytes = (await usedBytes()) - empty;
console.log(`${EVENTS} events kept, ${Math.round(EVENTS / seconds)} a second`);
const share = async (pattern: string) => Math.round((await bytesOf(pattern)) / EVENTS);
console.log(
  `${Math.round(bytes / EVENTS)} bytes of Redis an event: journal ${await share('journal')}, indexes ${await share('ix:*')}, ids ${await share('seen:*')}`,
);

const middle = Math.floor(EVENTS / 1_000);
const hour = (at: number) => new Date(BEGIN + at * 3_600_000).toISOString();
const QUERIES: Readonly<Record<string, EventFilter>> = {
  'of a job': { jobId: `job-${middle}` },
  'of a session': { sessionId: 'session-77' },
  'of a project': { projectIds: ['project-7'] },
  'of a rare type': { types: ['job.failed'] },
  'of a family': { types: ['job.*'] },
  'of a rare type in a project': { projectIds: ['project-7'], types: ['job.failed'] },
  'of a common type in a project': { projectIds: ['project-7'], types: ['job.started'] },
  'of a project in an hour': { projectIds: ['project-7'], since: hour(120), until: hour(121) },
  'since an hour before the end': { since: hour(239) },
  everything: {},
};

for (const [name, filter] of Object.entries(QUERIES)) {
  for (const order of ['asc', 'desc'] as const) {
    const { entries } = await journal.query({ filter, order, limit: PAGE });
    const found = entries.length;
    const ours = await timed(() => journal.query({ filter, order, limit: PAGE }));
    const bare = await timed(() =>
      redis.xrange(keys.journal, '-', '+', 'COUNT', Math.max(1, found)),
    );
    console.log(
      `${name}, ${order}: ${found} found in ${ours.toFixed(2)} ms, ${(ours / bare).toFixed(1)} times a bare read of as many`,
    );
  }
}
await server.stop();
process.exit(0);
