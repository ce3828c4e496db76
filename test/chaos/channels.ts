// The two sources that keep nothing: job runners on one channel, builds on a channel each with a hash
// beside it. What they say is sent once.
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Seeded } from '../helpers/seeded.ts';
import type { Books } from './accepted.ts';

interface Deps {
  readonly client: Redis;
  readonly books: Books;
  readonly nowMs: () => number;
}

const LANES = 2;

export async function speakOnChannels(
  { overMs, everyMs }: { readonly overMs: number; readonly everyMs: number },
  deps: Deps,
  random: Seeded,
): Promise<void> {
  const ways = Array.from({ length: LANES }, (_, at) => [
    { lane: `jobs-${at}`, say: sayJob },
    { lane: `build-${at}`, say: sayBuild },
  ]).flat();
  await Promise.all(
    ways.map(async ({ lane, say }) => {
      const until = systemClock.monotonic() + overMs;
      for (let at = 0; systemClock.monotonic() < until; at += 1) {
        await systemClock.sleep(everyMs * (0.5 + random.next()));
        const sentAtMs = deps.nowMs();
        const heard = await say(lane, `#${lane}-${at}#`, deps.client).catch(() => 0);
        if (heard > 0) deps.books.lossy.push({ lane, at, sentAtMs });
      }
    }),
  );
}

function sayJob(lane: string, mark: string, client: Redis): Promise<number> {
  const payload = {
    ...{ id: lane, status: 'running', repo_owner: 'acme', repo_name: 'chaos' },
    last_action: mark,
    updated_at: new Date().toISOString(),
  };
  return client.publish('job-events', JSON.stringify({ type: 'job.updated', payload }));
}

async function sayBuild(lane: string, mark: string, client: Redis): Promise<number> {
  // While the key holds something else, its build goes on all the same.
  const hash = { status: 'code', project_id: 'builds', user_id: 'u1' };
  await client.hset(`job:${lane}`, hash).catch(() => {});
  const message = { type: 'snapshot.updated', job_id: lane, status: 'code', narration: mark };
  return client.publish(`job:${lane}:events`, JSON.stringify(message));
}
