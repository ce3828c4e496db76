// Heartbeats: signs of life of their job, and nothing else.
import { expect, it } from 'vitest';
import { decode } from '../../src/dialects/all-dialects.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { type Author, createPublish } from '../../src/intake/publish.ts';
import { createReceive } from '../../src/intake/receive.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { createLogBook } from '../helpers/log-book.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';

const BEAT = {
  dialect: 'pipeline',
  text: JSON.stringify({ type: 'heartbeat', message: '' }),
  source: 'runs',
  arrivedAt: 1,
  about: { jobId: 'trailer' },
};
const TOKEN = { tokenId: 't1', name: 'render farm', isLimited: true };

function intake() {
  const heard: CanonicalEvent[] = [];
  const { journal } = createMemoryJournal();
  const clock = createManualClock();
  const jobs = { heard: async (events: readonly CanonicalEvent[]) => void heard.push(...events) };
  const deps = { decode, journal, jobs, metrics: createMetrics(), log: createLogBook(), clock };
  return { heard, journal, receive: createReceive(deps), publish: createPublish(deps) };
}

it('are heard from sources, and not kept', async () => {
  const { heard, journal, receive } = intake();
  await receive.ingest({ messages: [BEAT, BEAT], lossy: false });
  expect(heard).toMatchObject([{ jobId: 'trailer', dialect: 'pipeline' }, { jobId: 'trailer' }]);
  expect(await journal.read('0-0', 10)).toEqual([]);
});

it.each([
  [undefined, 1],
  ['Not your project.', 0],
])('are heard over HTTP from whoever may publish: %s', async (refusal, count) => {
  const { heard, journal, publish } = intake();
  const author: Author = { publisher: TOKEN, refuse: async () => refusal };
  expect(await publish([BEAT], author)).toEqual({ kind: 'published', ids: [] });
  expect(heard).toHaveLength(count);
  for (const event of heard) expect(event.publishedBy).toEqual(TOKEN);
  expect(await journal.read('0-0', 10)).toEqual([]);
});

it('are heard of jobs of the televibe bus, too, and not kept', async () => {
  const { heard, journal, receive } = intake();
  const text = JSON.stringify({
    event_type: 'job.heartbeat',
    project_id: 'shop',
    job_id: 'deploy-1',
  });
  const beat = { dialect: 'televibe', text, source: 'televibe:events:job.heartbeat', arrivedAt: 1 };
  await receive.ingest({ messages: [beat], lossy: true });
  expect(heard).toMatchObject([{ jobId: 'deploy-1', projectId: 'shop' }]);
  expect(await journal.read('0-0', 10)).toEqual([]);
});
