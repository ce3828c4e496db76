// Publishes events at an even pace until its parent says stop, and answers how many it were and in
// what time. Run by noise.ts, as a process of its own:
// node noise-process.ts <redis url> <project> <per second> [projects, in turn: <project>-0, <project>-1, …]
import { Redis } from 'ioredis';
import { systemClock } from '../src/runtime/clock.ts';
import { publish } from '../test/helpers/publish.ts';

const TICK_MS = 10;
const JOBS = 50;

const [url = '', project = '', perSecond = '', projects = '1'] = process.argv.slice(2);
const { monotonic, sleep } = systemClock;
const redis = new Redis(url);
await redis.ping();
let isOver = false;
process.once('message', () => {
  isOver = true;
});

const startedAt = monotonic();
let count = 0;
while (!isOver) {
  const due = Math.floor(((monotonic() - startedAt) / 1_000) * Number(perSecond)) - count;
  const events = Array.from({ length: due }, (_, at) =>
    publish(redis, {
      event_type: 'job.progress',
      project_id: projects === '1' ? project : `${project}-${(count + at) % Number(projects)}`,
      job_id: `noise-${(count + at) % JOBS}`,
      data: { type: 'tool_use', tool: 'Edit', file: `src/module-${at}.ts` },
    }),
  );
  count += events.length;
  await Promise.all(events);
  await sleep(TICK_MS);
}
redis.disconnect();
process.send?.({ count, tookMs: monotonic() - startedAt });
process.disconnect();
