import { describe, expect, it } from 'vitest';
import { type LoggedJob, logsFor } from '../../src/jobs/log-access.ts';

const LAB_VIEWER = { grants: [{ role: 'viewer' as const, projectId: 'lab' }] };
const VIEWER = { grants: [{ role: 'viewer' as const }] };
const job = (projectId: string | undefined, more: Partial<LoggedJob> = {}): LoggedJob => ({
  ...{ id: 'j1', updatedAt: '2026-03-02T09:00:00.000Z', visibility: 'public' },
  ...(projectId === undefined ? {} : { projectId }),
  ...more,
});
const limited = { limitedPublisher: true } as const;
const internal = { visibility: 'internal' } as const;
const later = { updatedAt: '2026-03-02T09:00:01.000Z' };

const SHARED = { jobId: 'j1' };
const ownOf = (projectId: string) => ({ jobId: 'j1', projectId });
const LAB = ownOf('lab');

describe('whoever may see the jobs of one project may read', () => {
  it.each([
    ['all of a job that is alone', [job('lab')], [LAB, SHARED]],
    ['nothing of a job elsewhere', [job('shop')], undefined],
    ['nothing of a job without a project', [job(undefined)], undefined],
    ['nothing of no job that is known', [], undefined],
    [
      'what is of their own alone, where two projects share an id',
      [job('lab'), job('shop')],
      [LAB],
    ],
    ['nothing of an internal job', [job('lab', internal)], undefined],
    ['all, whatever a limited token published', [job('lab'), job('shop', limited)], [LAB, SHARED]],
    ['their own alone of a job that they only claim', [job('shop'), job('lab', limited)], [LAB]],
    ['their own alone of what only limited tokens published', [job('lab', limited)], [LAB]],
    [
      'nothing of a job that was internal at first',
      [job('lab', { internal: { beganInternal: true } })],
      [],
    ],
    [
      'their own alone where limited tokens of two projects published',
      [job('lab', limited), job('shop', limited)],
      [LAB],
    ],
  ] as const)('%s', (_, jobs, logs) => {
    expect(logsFor(LAB_VIEWER, jobs)).toEqual(logs);
  });
});

describe('whoever may see the jobs of all projects may read', () => {
  it.each([
    ['the newest of several first', [job('lab'), job('shop', later)], [ownOf('shop'), LAB, SHARED]],
    ['what is shared of a job without a project', [job(undefined)], [SHARED]],
    ['nothing that is shared with an internal job', [job(undefined), job('lab', internal)], []],
    ['all of what only limited tokens published', [job('lab', limited)], [LAB, SHARED]],
  ] as const)('%s', (_, jobs, logs) => {
    expect(logsFor(VIEWER, jobs)).toEqual(logs);
  });

  it('only what concerns the project that is meant', () => {
    const jobs = [job('lab'), job('shop', later), job(undefined)];
    expect(logsFor(VIEWER, jobs, 'lab')).toEqual([LAB, SHARED]);
    expect(logsFor(VIEWER, jobs, 'other')).toBeUndefined();
    expect(logsFor(LAB_VIEWER, jobs, 'shop')).toBeUndefined();
  });
});
