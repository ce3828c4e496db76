import { describe, expect, it } from 'vitest';
import { type LoggedJob, mayReadLog } from '../../src/jobs/log-access.ts';

const LAB_VIEWER = { grants: [{ role: 'viewer' as const, projectId: 'lab' }] };
const job = (projectId: string, more: Partial<LoggedJob> = {}): LoggedJob => ({
  projectId,
  visibility: 'public',
  ...more,
});
const limited = { limitedPublisher: true } as const;

describe('a log', () => {
  it.each([
    ['of a job they may see', [job('lab')], true],
    ['of a job they may not see', [job('shop')], false],
    ['of no job that is known', [], false],
    ['that two projects share', [job('lab'), job('shop')], false],
    ['of an internal job', [job('lab', { visibility: 'internal' })], false],
    ['of a job that a limited token also told of', [job('lab'), job('shop', limited)], true],
    ['of a job that they only claim', [job('shop'), job('lab', limited)], false],
    ['that only limited tokens told of', [job('lab', limited)], true],
    [
      'that limited tokens of two projects published about',
      [job('lab', limited), job('shop', limited)],
      false,
    ],
  ] as const)('%s: %o', (_, jobs, may) => {
    expect(mayReadLog(LAB_VIEWER, jobs)).toBe(may);
  });
});
