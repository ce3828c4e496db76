import { describe, expect, it } from 'vitest';
import {
  announcedAs,
  EVENT_TYPES,
  jobEffectOf,
  describe as meaningOf,
  settledBy,
} from '../../src/event/event-types.ts';

const of = (type: string, data = {}) => meaningOf({ type, data });

describe('the catalogue of event types', () => {
  it('makes every failed and error an alert, known or not', () => {
    for (const type of EVENT_TYPES.filter((name) => /\.(failed|error)$/.test(name))) {
      expect(of(type), type).toMatchObject({ known: true, failure: true, weight: 'alert' });
    }
    expect(of('agent.boarding.failed')).toMatchObject({ known: false, failure: true });
    expect(of('disk.error')).toMatchObject({ known: false, weight: 'alert' });
    expect(of('job.unfailed')).toMatchObject({ failure: false, weight: 'news' });
  });

  it('treats a completed job without success as a failure', () => {
    expect(of('job.completed', { success: false })).toMatchObject({
      failure: true,
      weight: 'alert',
    });
    expect(of('job.completed', { success: true }).failure).toBe(false);
    expect(of('job.completed').failure).toBe(false);
    expect(of('task.completed', { success: false }).failure).toBe(false);
  });

  it.each([
    'build.stage.started',
    'build.stage.completed',
    'snapshot.updated',
    'documentation.updated',
  ])('treats %s of a failed build as a failure', (type) => {
    expect(of(type, { status: 'failed' })).toMatchObject({ failure: true, weight: 'alert' });
    for (const status of ['code', undefined, ['failed']]) {
      expect(of(type, { status })).toMatchObject({ known: true, failure: false, weight: 'news' });
    }
    expect(of(type, { status: 'ready' })).toMatchObject({ failure: false, weight: 'result' });
  });

  it('treats the end of a job, an execution or a pull request as a result', () => {
    const ends = ['job.completed', 'job.canceled', 'Job.Completed'];
    for (const type of [...ends, 'agent.execution.completed', 'pr.created', 'pr.merged']) {
      expect(of(type), type).toMatchObject({ failure: false, weight: 'result' });
    }
    expect(of('job.completed', { success: false }).weight).toBe('alert');
    for (const type of ['job.started', 'stage.completed', 'planning.completed', 'x.completed']) {
      expect(of(type), type).toMatchObject({ weight: 'news' });
    }
  });

  it('knows what starts and ends from what happens on the way', () => {
    const milestones = EVENT_TYPES.filter((type) => {
      const { failure, request, outcome, milestone } = of(type);
      return milestone && !failure && !request && !outcome;
    });
    expect(milestones).toEqual([
      ...['orchestrator.started', 'orchestrator.stopped', 'session.created', 'session.closed'],
      ...['job.started', 'job.completed', 'job.canceled'],
      ...['repo.sync.started', 'repo.sync.completed', 'discovery.started', 'discovery.completed'],
      ...['planning.started', 'planning.completed'],
      ...['agent.execution.started', 'agent.execution.completed', 'pr.created', 'pr.merged'],
      'task.completed',
    ]);
    expect(of('deploy.started').milestone).toBe(true);
    expect(of('build.image.started').milestone).toBe(false);
    expect(of('snapshot.updated', { status: 'ready' }).milestone).toBe(true);
  });

  it('treats an update of a job as news, whatever its state', () => {
    expect(of('job.updated', { status: 'failed' })).toMatchObject({ known: true, failure: false });
  });

  it('distinguishes requests and their outcomes from news', () => {
    for (const type of ['job.approval_needed', 'gate.pause']) {
      expect(of(type), type).toMatchObject({ request: true, outcome: false });
    }
    const outcomes = ['job.approved', 'job.denied', 'job.approval_expired'];
    const ofGates = ['gate.approved', 'gate.rejected', 'gate.auto_approved'];
    for (const type of [...outcomes, ...ofGates]) {
      expect(of(type), type).toMatchObject({ request: false, outcome: true, weight: 'news' });
    }
    expect(of('job.started')).toEqual({
      known: true,
      failure: false,
      milestone: true,
      request: false,
      outcome: false,
      weight: 'news',
    });
  });

  it('treats every type that settles a request as an outcome, and no other', () => {
    const settling = EVENT_TYPES.filter((type) => settledBy(type) !== undefined);
    expect(settling).toHaveLength(8);
    expect(settling).toEqual(EVENT_TYPES.filter((type) => of(type).outcome));
  });

  it('gives the type by which jobwire announces an outcome; it does not announce withdrawals', () => {
    expect(announcedAs('approved')).toBe('job.approved');
    expect(announcedAs('denied')).toBe('job.denied');
    expect(announcedAs('expired')).toBe('job.approval_expired');
    expect(announcedAs('canceled')).toBeUndefined();
  });

  it('gives an event’s effect on its job, whatever the spelling of the type', () => {
    expect(jobEffectOf('Job Canceled')).toEqual({ state: 'canceled' });
    expect(jobEffectOf('gate_pause')).toEqual({ state: 'waiting', provesRunning: true });
    expect(jobEffectOf('build.anything')).toEqual({ statusOf: 'build' });
    expect(jobEffectOf('stage.started')).toEqual({});
  });

  it('treats names of object members as unknown types', () => {
    expect(of('constructor').known).toBe(false);
    expect(of('toString').weight).toBe('news');
  });
});
