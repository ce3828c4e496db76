import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/jobs/job-board.ts';
import { at, jobAfter, type Step } from './steps.ts';

describe('the state of a job', () => {
  const stage = { stage: 'script' };
  it.each<[string, readonly Step[], Partial<Job>]>([
    ['begins queued', [['job.created']], { status: 'queued' }],
    ['is pending', [['job.created', { status: 'pending' }]], { status: 'queued' }],
    ['is created running', [['job.created', { status: 'running' }]], { status: 'running' }],
    ['is stated', [['job.updated', { status: 'paused' }]], { status: 'waiting' }],
    ['is stated as waiting', [['job.updated', { status: 'waiting' }]], { status: 'waiting' }],
    ['is stated as failed', [['job.updated', { status: 'failed' }]], { status: 'failed' }],
    ['is stated as cancelled', [['job.updated', { status: 'cancelled' }]], { status: 'canceled' }],
    [
      'is kept by an update without it',
      [['job.created'], ['job.updated', {}]],
      { status: 'queued' },
    ],
    [
      'is kept by an unknown one',
      [['job.created'], ['job.updated', { status: 'odd' }]],
      { status: 'queued' },
    ],
    [
      'is running in a stage',
      [['job.created'], ['stage.started', {}, stage]],
      { status: 'running', step: 'script', stage: 'script' },
    ],
    [
      'waits at a gate',
      [
        ['stage.completed', {}, stage],
        ['gate.pause', {}, stage],
      ],
      { status: 'waiting', stage: 'script' },
    ],
    [
      'goes on after a gate',
      [
        ['gate.pause', {}, stage],
        ['gate.approved', {}, stage],
      ],
      { status: 'running' },
    ],
    [
      'goes on by itself',
      [
        ['gate.pause', {}, stage],
        ['gate.auto_approved', {}, stage],
      ],
      { status: 'running' },
    ],
    [
      'goes on when resumed',
      [['gate.pause', {}, stage], ['job.resumed']],
      { status: 'running', step: 'script' },
    ],
    ['is not over with a stage', [['stage.failed', { error: 'x' }, stage]], { status: 'running' }],
    [
      'builds',
      [['build.stage.started', { status: 'code' }, { stage: 'code' }]],
      { status: 'running', step: 'code' },
    ],
    ['is ready', [['build.stage.completed', { status: 'ready' }]], { status: 'completed' }],
    ['fails to build', [['snapshot.updated', { status: 'failed' }]], { status: 'failed' }],
    ['fails in the end', [['job.completed', { success: false }]], { status: 'failed' }],
    ['waits for approval', [['job.started'], ['job.approval_needed']], { status: 'waiting' }],
    [
      'keeps waiting when somebody comments',
      [['job.approval_needed'], ['job.approval_comment']],
      { status: 'waiting' },
    ],
  ])('%s', (_name, steps, expected) => {
    expect(jobAfter(...steps)).toMatchObject(expected);
  });

  const ended: Step = ['job.failed', {}, { time: at(30) }];
  const older = { time: at(29) };
  const newer = { time: at(31) };
  it.each<[Job['status'], ...Step]>([
    ['failed', 'job.progress', {}, newer],
    ['failed', 'stage.started', {}, newer],
    ['failed', 'snapshot.updated', { status: 'code' }, newer],
    ['failed', 'job.updated', {}, newer],
    ['failed', 'gate.approved', {}, newer],
    ['failed', 'job.updated', { status: 'running' }, older],
    ['failed', 'job.approval_needed', {}, older],
    ['failed', 'gate.pause', {}, older],
    ['failed', 'build.stage.started', { status: 'code' }, older],
    ['failed', 'job.completed', {}, older],
    ['completed', 'job.completed', {}, newer],
    ['canceled', 'job.canceled', {}, newer],
    ['running', 'job.updated', { status: 'running' }, newer],
    ['waiting', 'job.approval_needed', {}, newer],
    ['waiting', 'gate.pause', {}, newer],
    ['running', 'build.stage.started', { status: 'code' }, newer],
    ['running', 'job.started', {}, older],
    ['running', 'job.resumed', {}, older],
    ['queued', 'job.created', {}, older],
    ['queued', 'job.queued', {}, newer],
  ])('after a failure is %s on %s %j %j', (status, ...step) => {
    expect(jobAfter(ended, step).status).toBe(status);
  });

  it('follows news again after a restart whose clock is behind', () => {
    const job = jobAfter(
      ended,
      ['job.started', {}, { time: at(10) }],
      ['job.progress', { tool: 'Edit' }, { time: at(11) }],
    );
    expect(job).toMatchObject({ status: 'running', step: 'Edit', updatedAt: at(11) });
  });

  it('ends on an older end, if there was none before', () => {
    expect(jobAfter(['job.progress', {}, newer], ['job.completed', {}, older]).status).toBe(
      'completed',
    );
  });

  it('ignores names of object members', () => {
    expect(jobAfter(['constructor'], ['job.updated', { status: 'toString' }]).status).toBe(
      'running',
    );
  });
});
