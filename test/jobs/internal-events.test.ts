import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { fold, type Job, jobFor } from '../../src/jobs/job-board.ts';
import { anEvent } from '../helpers/events.ts';

const SECRET = {
  instruction: 'SECRET title',
  tool: 'SECRET tool',
  cost_usd: 666,
  progress: 0.666,
  pr_links: ['https://secret.example/SECRET'],
  preview_url: 'https://secret.example/SECRET',
};
const internal = (fields: Partial<CanonicalEvent> = {}) =>
  anEvent({
    visibility: 'internal',
    data: SECRET,
    sessionId: 'SECRET',
    stage: 'SECRET',
    ...fields,
  });
const open = (fields: Partial<CanonicalEvent> = {}) =>
  anEvent({ data: { instruction: 'Fix it', cost_usd: 1 }, ...fields });

function jobOf(...events: CanonicalEvent[]): Job {
  const job = events.reduce<Job | undefined>(fold, undefined);
  return job ?? expect.fail('there is no job');
}

const shared = (job: Job) => JSON.stringify({ ...job, internal: undefined });

describe('what internal events say of a job', () => {
  it('reaches admins and nobody else', () => {
    const job = jobOf(open(), internal({ type: 'job.failed', time: '2026-03-02T10:00:00.000Z' }));
    expect(job).toMatchObject({ status: 'running', title: 'Fix it', costUsd: 1 });
    expect(jobFor(job, false)).toBe(job);
    expect(jobFor(job, true)).toMatchObject({
      status: 'failed',
      title: 'SECRET title',
      costUsd: 666,
    });
  });

  it('hides the job as long as there are no other events', () => {
    expect(jobOf(internal())).toMatchObject({ visibility: 'internal' });
    const seen = jobOf(internal(), open());
    expect(seen).toMatchObject({ visibility: 'public', title: 'Fix it' });
    expect(shared(seen)).not.toMatch(/SECRET|666/);
  });

  it('marks for admins that it was internal at first, whatever comes later', () => {
    const marks = [
      jobOf(internal(), open(), open(), internal()),
      jobOf(open(), internal(), open()),
    ];
    expect(marks.map((job) => job.internal?.beganInternal)).toEqual([true, undefined]);
  });

  const anyEvent = fc.record({
    isInternal: fc.boolean(),
    type: fc.constantFrom(
      'job.started',
      'job.progress',
      'job.completed',
      'job.failed',
      'job.queued',
    ),
    minute: fc.integer({ min: 0, max: 59 }),
  });
  test.prop([fc.array(anyEvent, { minLength: 1, maxLength: 12 })])(
    'changes nothing for everybody else',
    (steps) => {
      const events = steps.map(({ isInternal, type, minute }) => {
        const fields = { type, time: new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString() };
        return isInternal ? internal(fields) : open(fields);
      });
      const job = jobOf(...events);
      const heard = events.filter(({ visibility }) => visibility === 'public');
      if (heard.length === 0) {
        expect(job.visibility).toBe('internal');
        return;
      }
      const { internal: _, ...seen } = job;
      expect(seen).toEqual(jobOf(...heard));
      expect(jobFor(job, true)).toMatchObject({ status: jobFor(job, true).status });
      expect(shared(job)).not.toMatch(/SECRET|666/);
    },
  );
});
