import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { EVENT_TYPES } from '../../src/event/event-types.ts';
import { fold, type Job } from '../../src/jobs/job-board.ts';
import { isEnd, isRestart } from '../../src/jobs/job-status.ts';
import { anEvent } from '../helpers/events.ts';
import { recordedEvents } from '../message/speaking.ts';
import { at, jobAfter, type Step } from './steps.ts';

/** What a job has done and cost since it last started. */
const OF_A_RUN = new Set([
  'steps',
  'progress',
  'step',
  'stage',
  'links',
  'costUsd',
  'requestsMade',
]);

describe('what is known of a job', () => {
  const first: Step = [
    'job.created',
    {
      task: 'Add limits',
      budget_usd: 50,
      max_requests: 30,
      cost_usd: 0,
      progress: 0,
      last_action: 'plan',
      pr_links: ['https://github.com/a/b/pull/1'],
    },
    { dialect: 'jobs', stage: 'one', sessionId: 'S9' },
  ];
  const told = {
    title: 'Add limits',
    budgetUsd: 50,
    maxRequests: 30,
    costUsd: 0,
    progress: 0,
    step: 'plan',
    stage: 'one',
    sessionId: 'S9',
    dialect: 'jobs',
    links: ['https://github.com/a/b/pull/1'],
  };

  it.each(['job.created', 'job.queued', 'job.started', 'job.resumed'])(
    'is of this run where it starts again after its end: %s',
    (type) => {
      const end: Step = ['job.failed', { error: 'x', cost_usd: 3 }, { time: at(10) }];
      const { steps, progress, step, stage, costUsd, links, ...kept } =
        jobAfter(first, end, [type, {}, { time: at(600) }]) ?? {};
      expect({ steps, progress, step, stage, costUsd, links }).toEqual({});
      expect(kept).toMatchObject({ title: 'Add limits', budgetUsd: 50, startedAt: at(600) });
      expect(jobAfter(first, [type, {}, { time: at(600) }])?.links).toHaveLength(1);
    },
  );

  it('is everything that was reported', () => {
    expect(jobAfter(first)).toMatchObject(told);
  });

  it('is never lost by an event that reports less', () => {
    const { sessionId: _s, ...event } = anEvent({ type: 'task.created', data: {}, time: at(5) });
    expect(fold(jobAfter(first), event)).toMatchObject(told);
    const blank = { task: '', cost_usd: null, progress: 'half', last_action: null, pr_links: null };
    expect(jobAfter(first, ['job.updated', blank, { sessionId: 'S9' }])).toMatchObject(told);
  });

  it('changes with newer events', () => {
    const data = { cost_usd: 3.2, requests_made: '4', progress: 0.66, last_action: 'tests' };
    expect(jobAfter(first, ['job.updated', data])).toMatchObject({
      title: 'Add limits',
      costUsd: 3.2,
      budgetUsd: 50,
      requestsMade: 4,
      progress: 0.66,
      step: 'tests',
      startedAt: at(0),
      updatedAt: at(1),
    });
  });

  it('is not reverted by an older event, but completed by it', () => {
    const data = { progress: 0.1, cost_usd: 1, requests_made: 2, last_action: 'old', task: 'Old' };
    const job = jobAfter(
      [
        'job.completed',
        { progress: 1, cost_usd: 9, task: 'New', last_action: 'open_pr' },
        { time: at(30) },
      ],
      ['job.updated', { ...data, pr_links: ['https://example.com/1'] }, { time: at(20) }],
    );
    expect(job).toMatchObject({
      status: 'completed',
      title: 'New',
      progress: 1,
      costUsd: 9,
      requestsMade: 2,
      step: 'open_pr',
      links: ['https://example.com/1'],
      startedAt: at(20),
      updatedAt: at(30),
    });
  });

  it('takes its title from the instruction, the task, the title or else the narration', () => {
    expect(jobAfter(['job.created', { title: 'Trailer' }]).title).toBe('Trailer');
    expect(jobAfter(['job.created', { title: 'Trailer', task: 'Cut' }]).title).toBe('Cut');
    expect(jobAfter(['build.stage.started', { narration: 'Laying out' }]).title).toBe('Laying out');
    expect(
      jobAfter(['job.created', { title: 'T' }], ['build.stage.started', { narration: 'N' }]).title,
    ).toBe('T');
    expect(
      jobAfter(['job.started', { instruction: 'Do it' }], ['job.created', { title: 'T' }]).title,
    ).toBe('Do it');
    expect(jobAfter(['task.created', { title: 'Write guide' }]).title).toBe('');
    expect(jobAfter(['job.approval_needed', { title: 'Push?' }]).title).toBe('');
    expect(jobAfter(['job.queued', { description: 'Long', name: 'Nightly' }]).title).toBe(
      'Nightly',
    );
    expect(jobAfter(['job.progress', { name: 'step 3' }]).title).toBe('');
  });

  it('takes its title from the message that created it, unless that says nothing', () => {
    const titleOf = (message: string, type = 'job.created') =>
      jobAfter([type, {}, { extensions: { message } }]).title;
    expect(titleOf('Spring trailer')).toBe('Spring trailer');
    expect(titleOf('Created the launch video')).toBe('Created the launch video');
    for (const message of [
      'Job created',
      'job created.',
      'New job',
      'Created',
      '',
      'Run was queued',
    ]) {
      expect(titleOf(message), message).toBe('');
    }
    expect(titleOf('Writing script', 'job.progress')).toBe('');
  });

  it('has only plausible numbers', () => {
    const amounts = (data: JsonObject) => {
      const { progress, costUsd, maxRequests } = jobAfter(['job.updated', data]);
      return [progress, costUsd, maxRequests];
    };
    expect(amounts({ progress: -3, cost_usd: '3.2', max_requests: 'many' })).toEqual([
      0,
      3.2,
      undefined,
    ]);
    expect(amounts({ progress: 1e300, cost_usd: [], max_requests: null })).toEqual([
      1,
      undefined,
      undefined,
    ]);
    expect(amounts({ progress: Number.NaN, cost_usd: Number.POSITIVE_INFINITY })).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has each link once, only web addresses, the newest ten', () => {
    const pr_links = ['https://a.example/1', 'javascript:alert(1)', 5, 'https://x@evil.example/'];
    const preview: Step = [
      'build.stage.completed',
      { status: 'ready', preview_url: 'https://b.example' },
    ];
    expect(
      jobAfter(['job.updated', { pr_links }], ['job.updated', { pr_links }], preview).links,
    ).toEqual(['https://a.example/1', 'https://b.example/']);
    const many = Array.from({ length: 12 }, (_, n) => `https://a.example/${n}`);
    expect(jobAfter(['job.updated', { pr_links: many }]).links).toEqual(many.slice(2));
    expect(jobAfter(['job.updated', { pr_links: [] }])).not.toHaveProperty('links');
  });

  it('stays small, whatever an event contains', () => {
    const links = Array.from({ length: 7_700 }, (_, n) => `https://a.example/${n}`);
    for (const long of ['x'.repeat(1_000_000), '🙂'.repeat(300_000), `a${'🙂'.repeat(300_000)}`]) {
      const data = { instruction: long, tool: long, file: long, pr_links: links };
      const job = jobAfter(['job.started', data]);
      expect(Buffer.from(job.title).toString()).toBe(job.title);
      expect(job.title.length).toBeLessThanOrEqual(2_000);
      expect(job.title.endsWith('…')).toBe(true);
      expect(JSON.stringify(job).length).toBeLessThan(10_000);
      expect(job.links).toEqual(links.slice(-10));
    }
    expect(jobAfter(['job.started', { instruction: 'x'.repeat(2_000) }]).title).toBe(
      'x'.repeat(2_000),
    );
  });

  it('is nothing for an event about no job', () => {
    const { jobId: _j, ...event } = anEvent({ type: 'pr.created' });
    expect(fold(undefined, event)).toBeUndefined();
  });
});

describe('recorded events', () => {
  it.each<[dialect: string, id: string, count: number, expected: Partial<Job>]>([
    [
      'jobs',
      'job_7f3a91',
      6,
      {
        status: 'completed',
        costUsd: 7.41,
        progress: 1,
        step: 'open_pr',
        dialect: 'jobs',
        title: 'Add rate limiting to the public API',
        projectId: 'acme/gateway',
      },
    ],
    ['jobs', 'job_9c0d22', 1, { status: 'failed', budgetUsd: 50, requestsMade: 30 }],
    [
      'pipeline',
      'spring-trailer-01',
      5,
      { status: 'waiting', title: 'Spring trailer', step: 'script' },
    ],
    ['pipeline', 'spring-trailer-01', 11, { status: 'running', stage: 'assets' }],
    ['pipeline', 'spring-trailer-01', 12, { status: 'completed' }],
    ['build', 'b-42', 4, { status: 'running', title: 'Laying out the folders of your app' }],
    [
      'build',
      'b-42',
      5,
      { status: 'completed', step: 'deploy', links: ['https://b-42.example.dev/'] },
    ],
    ['build', 'b-43', 1, { status: 'failed', step: 'code' }],
  ])('of %s give the expected job %s after %d of them', (...[dialect, id, count, expected]) => {
    const mine = (recordedEvents[dialect] ?? []).filter(({ jobId }) => jobId === id);
    const job = mine.slice(0, count).reduce<Job | undefined>(fold, undefined);
    expect(job).toMatchObject(expected);
  });
});

describe('every job', () => {
  it('keeps what was reported, and stays readable, whatever arrives', () => {
    const event = fc
      .record({
        type: fc.constantFrom(...EVENT_TYPES),
        minute: fc.nat(50),
        data: fc.dictionary(
          fc.constantFrom(
            'status',
            'task',
            'title',
            'progress',
            'cost_usd',
            'pr_links',
            'preview_url',
            'tool',
          ),
          fc.oneof(
            fc.jsonValue(),
            fc.constantFrom('running', 'failed', 'ready', 0.5, 'https://a.example'),
          ),
        ),
      })
      .map(({ minute, ...fields }) =>
        anEvent({ ...fields, data: fields.data as JsonObject, time: at(minute) }),
      );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), (events) => {
        let job: Job | undefined;
        for (const next of events) {
          const before = job;
          job = fold(before, next);
          const isNextRun = before !== undefined && isEnd(before.status) && isRestart(next);
          const kept = Object.keys(before ?? {}).filter((key) => !isNextRun || !OF_A_RUN.has(key));
          expect(Object.keys(job ?? {})).toEqual(expect.arrayContaining(kept));
          expect(JSON.parse(JSON.stringify(job))).toEqual(job);
          expect((job?.startedAt ?? '') <= next.time).toBe(true);
          if (before?.title) expect(job?.title).not.toBe('');
        }
      }),
    );
  });
});
