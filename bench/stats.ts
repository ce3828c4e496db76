// What do the numbers of a dashboard cost? GET /api/v1/stats over 100,000 events, of which it counts the newest
// 50,000, set against reading the same ones page by page from GET /api/v1/events.
//
//   npx tsx bench/stats.ts [events, default 100000]

import { createJournal } from '../src/redis/journal/journal.ts';
import { createKeys } from '../src/redis/scripts/keys.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { createReadStats } from '../src/stats/stats.ts';
import { anEvent, candidate } from '../test/helpers/events.ts';
import { createMemoryApprovalStore } from '../test/helpers/memory-approval-store.ts';
import { createMemoryJobBoard } from '../test/helpers/memory-job-board.ts';
import { startTestRedis } from '../test/helpers/redis-server.ts';
import { startHttpApi } from '../test/http/http-api.ts';
import { median } from './figures.ts';

const EVENTS = Number(process.argv[2] ?? 100_000);
const COUNTED = Math.min(EVENTS, 50_000);
const BATCH = 1_000;
const ROUNDS = 5;
const BEGIN = Date.parse('2026-03-02T00:00:00.000Z');
const DAY_MS = 86_400_000;
const TYPES = ['job.progress', 'job.tool_started', 'job.tool_completed', 'job.started'];

const server = await startTestRedis();
const redis = server.client();
const journal = createJournal({
  redis,
  keys: createKeys('bench'),
  limits: { retentionMs: 365 * DAY_MS, perJob: 1_000 },
  newEpoch: () => 'e1',
  clock: systemClock,
});
const timeOf = (at: number) => new Date(BEGIN + (at / EVENTS) * DAY_MS).toISOString();
for (let from = 0; from < EVENTS; from += BATCH) {
  const candidates = Array.from({ length: BATCH }, (_, n) => {
    const at = from + n;
    const type = at % 100 === 7 ? 'job.failed' : (TYPES[at % TYPES.length] ?? '');
    const data = { tool: 'Edit', file: `src/part-${at % 97}/file-${at}.ts`, action: 'replace' };
    const where = { projectId: `project-${at % 50}`, jobId: `job-${Math.floor(at / 500)}` };
    return candidate(anEvent({ id: `e-${at}`, type, time: timeOf(at), data, ...where }));
  });
  await journal.append({ candidates, deadLetters: [] });
}

const readStats = createReadStats({
  journal,
  board: createMemoryJobBoard(),
  approvals: createMemoryApprovalStore(),
  clock: systemClock,
});
const port = await startHttpApi({ journal, readStats });

let round = 0;
async function ours(query = ''): Promise<void> {
  // Another end each time: the same question would get the same answer.
  round += 1;
  const until = new Date(BEGIN + DAY_MS + round * 1_000).toISOString();
  const since = timeOf(0);
  await (await port.get(`/api/v1/stats?since=${since}&until=${until}${query}`, 'admin')).json();
}

async function pages(count: number, query = ''): Promise<void> {
  let cursor = '';
  for (let read = 0; read < count; ) {
    const path = `/api/v1/events?order=desc&limit=1000&since=${timeOf(0)}${query}${cursor}`;
    const page = (await (await port.get(path, 'admin')).json()) as {
      readonly events: readonly unknown[];
      readonly next: string | null;
    };
    read += page.events.length;
    if (page.next === null) return;
    cursor = `&cursor=${page.next}`;
  }
}

async function timed(task: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < ROUNDS; at += 1) {
    const began = systemClock.monotonic();
    await task();
    times.push(systemClock.monotonic() - began);
  }
  return median(times);
}

async function compare(name: string, count: number, query: string): Promise<void> {
  const [stats, read] = [await timed(() => ours(query)), await timed(() => pages(count, query))];
  const [own, peer] = [stats.toFixed(0), read.toFixed(0)];
  console.log(`${name}: ${own} ms, pages ${peer} ms, ratio ${(stats / read).toFixed(2)}`);
}

await compare(`${COUNTED} of ${EVENTS} events`, COUNTED, '');
await compare('one project of 50', EVENTS / 50, '&project_id=project-7');
await port.stop();
await server.stop();
process.exit(0);
