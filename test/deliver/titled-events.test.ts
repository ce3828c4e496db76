import { describe, expect, it } from 'vitest';
import { createTitleEvents } from '../../src/deliver/titled-events.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { fold, type Job } from '../../src/jobs/job-board.ts';
import { anEvent } from '../helpers/events.ts';
import { aJob, createMemoryJobBoard } from '../helpers/memory-job-board.ts';

const NO_THINGS = {
  ofEvents: async (events: readonly CanonicalEvent[]) => events.map(() => undefined),
};

async function titlesOf(jobs: readonly Job[], events: readonly CanonicalEvent[]) {
  const board = createMemoryJobBoard();
  board.put(...jobs);
  const titled = await createTitleEvents({ board, things: NO_THINGS })(events);
  return titled.map(({ title }) => title);
}

/** What the board keeps after these events of one job. */
function folded(...events: readonly CanonicalEvent[]): Job {
  const job = events.reduce<Job | undefined>((known, event) => fold(known, event), undefined);
  if (job === undefined) throw new Error('no job');
  return job;
}

describe('the title of an event', () => {
  it('is that of its job, as whichever event told it', async () => {
    const job = aJob({ projectId: 'p1' });
    const events = [anEvent(), anEvent({ jobId: 'j2' }), anEvent({ projectId: 'other' })];
    expect(await titlesOf([job], events)).toEqual(['Build the shop', undefined, undefined]);
  });

  it('is told by the event itself if the job is no longer on the board', async () => {
    const event = anEvent({ type: 'job.started', data: { instruction: 'Fix it' } });
    expect(await titlesOf([], [event])).toEqual(['Fix it']);
    const { jobId: _, ...ofNoJob } = event;
    expect(await titlesOf([], [ofNoJob])).toEqual([undefined]);
  });

  it('is never an internal one, unless the event is internal too', async () => {
    const secret = anEvent({
      type: 'job.started',
      visibility: 'internal',
      data: { instruction: 'Secret plan' },
    });
    const open = anEvent({ type: 'job.progress', data: {} });
    expect(await titlesOf([folded(secret)], [open, secret])).toEqual([undefined, 'Secret plan']);
    expect(await titlesOf([folded(secret, open)], [open])).toEqual([undefined]);
    const named = anEvent({ type: 'job.started', data: { instruction: 'Open plan' } });
    const both = folded(named, secret);
    expect(await titlesOf([both], [open, secret])).toEqual(['Open plan', 'Secret plan']);
  });

  it('comes with the project of the job, where the event names none', async () => {
    const { projectId: _, ...event } = anEvent();
    const { projectId: _p, ...job } = aJob();
    const board = createMemoryJobBoard();
    board.put({ ...job, title: '' });
    const found = { ...board, ofEvents: async () => [aJob({ projectId: 'home' })] };
    const [titled] = await createTitleEvents({ board: found, things: NO_THINGS })([event]);
    expect(titled?.event.projectId).toBe('home');
  });
});
