import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { homeKey, jobKey } from '../../src/jobs/job-key.ts';
import { createJobTable, type JobChange } from '../../src/jobs/job-table.ts';
import { anEvent } from '../helpers/events.ts';

/** After everything that the events say. */
const ARRIVED = '2027-03-02T09:00:00.000Z';
const NOTHING = { jobs: new Map(), homes: new Map() };
const limited = (tokenId: string) => ({
  publishedBy: { tokenId, name: tokenId, isLimited: true },
});

function about(fields: Partial<CanonicalEvent>): CanonicalEvent {
  const { projectId: _, ...event } = anEvent({ jobId: 'deploy-42' });
  return { ...event, ...fields };
}

/** What the table makes of events, one step for all of them. */
function madeOf(...events: CanonicalEvent[]) {
  const table = createJobTable(NOTHING);
  const placed = events.map((event) => table.withHomeProject(event));
  const told: CanonicalEvent[] = [];
  const moves: JobChange[] = [];
  for (const event of events) {
    const now = table.withHomeProject(event);
    const { move } = table.apply(now, ARRIVED) ?? {};
    if (move !== undefined) moves.push(move);
    told.push(now);
  }
  return { placed, told, moves, changes: table.changes() };
}

describe('what jobwire announces of a job', () => {
  const announced = { own: { writesGate: false }, type: 'job.approval_expired' };

  it('makes nobody more trusted than whoever asked', () => {
    const { changes } = madeOf(
      about({ projectId: 'shop', type: 'job.approval_needed', ...limited('a') }),
      about({ projectId: 'shop', ...announced }),
    );
    expect(changes.map(({ job }) => job.limitedPublisher)).toEqual([true]);
  });

  it('is no reason to trust a job that is no longer kept', () => {
    const { changes } = madeOf(about({ projectId: 'shop', ...announced }));
    expect(changes.map(({ job }) => job.limitedPublisher)).toEqual([true]);
  });

  it('takes no trust away', () => {
    const { changes } = madeOf(
      about({ projectId: 'shop' }),
      about({ projectId: 'shop', ...announced }),
    );
    expect(changes.map(({ job }) => job.limitedPublisher)).toEqual([undefined]);
  });

  it('moves no job of another source into the project of whoever asked', () => {
    const { told, moves, changes } = madeOf(
      about({ data: { instruction: 'sell' } }),
      about({ projectId: 'lab', type: 'job.approval_needed', ...limited('a') }),
      about({ projectId: 'lab', ...announced }),
      about({ type: 'job.progress' }),
    );
    expect(moves).toEqual([]);
    expect(told.at(-1)?.projectId).toBeUndefined();
    expect(changes.map(({ key }) => key)).toEqual([
      jobKey(undefined, 'deploy-42'),
      jobKey('lab', 'deploy-42'),
    ]);
  });
});

describe('a job', () => {
  it('is another one in each project that uses its id', () => {
    const { changes } = madeOf(
      about({ projectId: 'shop', data: { instruction: 'sell' } }),
      about({ projectId: 'lab', data: { instruction: 'explode' } }),
    );
    const titles = changes.map(({ key, job }) => [key, job.title]);
    expect(titles).toEqual([
      [jobKey('shop', 'deploy-42'), 'sell'],
      [jobKey('lab', 'deploy-42'), 'explode'],
    ]);
  });

  it.each([
    ['job.failed', 'job.approval_needed', 'running'],
    ['job.progress', 'job.completed', 'running'],
    ['job.failed', 'job.completed', 'failed'],
  ])('that joins another of its id goes on if either does: %s and %s', (moving, there, status) => {
    const { changes } = madeOf(
      about({ type: there, projectId: 'shop' }),
      about({ type: moving, dialect: 'pipeline' }),
      about({
        type: 'task.created',
        dialect: 'pipeline',
        projectId: 'shop',
      }),
    );
    expect(changes.map(({ job }) => [job.projectId, job.status])).toEqual([['shop', status]]);
  });

  it('without a project belongs to the first one that its own source names', () => {
    const { changes, moves, told } = madeOf(
      about({ data: { instruction: 'sell' } }),
      about({ projectId: 'shop' }),
      about({ type: 'job.progress', data: { tool: 'bash' } }),
      about({ projectId: 'lab' }),
    );
    expect(told.map(({ projectId }) => projectId)).toEqual([undefined, 'shop', 'shop', 'lab']);
    const [shop, lab] = changes;
    const key = jobKey('shop', 'deploy-42');
    // At once, and as the job is then: what follows from the event is of the job in its project.
    expect(moves).toEqual([
      {
        key,
        movedFrom: jobKey(undefined, 'deploy-42'),
        home: { key: homeKey('televibe', 'deploy-42'), projectId: 'shop' },
        job: expect.objectContaining({ title: 'sell' }),
      },
    ]);
    expect(shop).toMatchObject({ key, job: { title: 'sell', step: 'bash' } });
    expect(lab).toEqual({ key: jobKey('lab', 'deploy-42'), job: expect.anything() });
  });

  it.each([
    ['a token of one project', limited('t1')],
    ['another format', { dialect: 'cloudevents' }],
  ])('without a project is given none by %s', (_who, fields) => {
    const { changes, moves, told } = madeOf(
      about({ data: { instruction: 'secret' } }),
      about({ ...fields, projectId: 'lab' }),
      about({ type: 'job.progress' }),
    );
    expect(told[2]?.projectId).toBeUndefined();
    const ofNone = changes.find(({ job }) => job.projectId === undefined);
    expect(ofNone).toMatchObject({ job: { title: 'secret' } });
    const claimed = changes.find(({ job }) => job.projectId === 'lab');
    expect(moves).toEqual([]);
    expect(claimed?.job.title).toBe('');
  });

  const anyFields = fc.constantFrom<Partial<CanonicalEvent>>(
    {},
    { projectId: 'lab', ...limited('t1') },
    { projectId: 'lab', ...limited('t2'), type: 'job.failed' },
    { projectId: 'lab', dialect: 'cloudevents', type: 'job.completed' },
    { projectId: 'shop' },
  );
  test.prop([fc.array(anyFields, { maxLength: 12 })])(
    'of shop is the same whatever others publish of their job with its id',
    (others) => {
      const own = about({ projectId: 'shop', data: { instruction: 'sell' } });
      const strangers = others.filter(({ projectId }) => projectId === 'lab').map(about);
      const alone = madeOf(own).changes.find(({ job }) => job.projectId === 'shop');
      const { changes } = madeOf(...strangers, own, ...strangers);
      expect(changes.find(({ job }) => job.projectId === 'shop')).toEqual(alone);
    },
  );
});
