// Wherever the router cuts its steps, jobs and requests come to the same; also where a job's project is known late.
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { NO_POLICY_FILE } from '../../../src/approvals/policy/policy-schema.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { createJobBoard } from '../../../src/redis/jobs/job-board.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import { createFlow } from '../../../src/routing/flow.ts';
import { anEvent } from '../../helpers/events.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aVote, voteStep } from '../../helpers/requests.ts';
import { approvalStore } from '../approvals/approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const JOBS = ['j1', 'j2'] as const;
const AUDIENCE = { revision: 0, members: new Map(), chats: [] };

/** What may happen, of a job; or everybody decides what is open. */
type Happening = CanonicalEvent | 'decide';

function about(of: {
  readonly type: string;
  readonly jobId: string;
  readonly projectId: string | undefined;
  readonly dialect: string;
  readonly visibility: 'public' | 'internal';
}): CanonicalEvent {
  const { projectId: _, ...plain } = anEvent();
  const { projectId, type, ...fields } = of;
  const request = { approval_id: plain.id, action: 'deploy', scope: 'push' };
  const data = type === 'job.approval_needed' ? request : { text: plain.id };
  const of_ = projectId === undefined ? {} : { projectId };
  return { ...plain, ...fields, ...of_, type, data };
}

const event = fc
  .record({
    type: fc.constantFrom(
      ...['job.approval_needed', 'job.approval_needed', 'job.started', 'job.progress'],
      ...['job.completed', 'job.failed'],
    ),
    jobId: fc.constantFrom(...JOBS),
    projectId: fc.constantFrom(undefined, undefined, 'p1', 'p2'),
    dialect: fc.constantFrom('televibe', 'televibe', 'pipeline'),
    visibility: fc.constantFrom('public', 'public', 'public', 'internal'),
  })
  .map(about);
const course = fc.array(fc.oneof({ weight: 6, arbitrary: event }, fc.constant('decide' as const)), {
  minLength: 2,
  maxLength: 10,
});

/** Routes all of it on data of its own; a step has up to `most` events, and a decision ends one. */
async function routed(happenings: readonly Happening[], most: number) {
  const keys = kit.fresh();
  const { redis } = kit;
  const lease = createLease(redis, keys, 'router');
  const store = createRouteStore({ redis, blocking: redis, keys, lease: 'router', windowMs: 0 });
  const approvals = approvalStore(redis, keys);
  let waiting: CanonicalEvent[] = [];

  async function step(): Promise<void> {
    const events = waiting.splice(0);
    if (events.length === 0) return;
    const entries = [];
    for (const event of events) {
      const position = await redis.xadd(keys.journal, '*', 'e', JSON.stringify(event));
      entries.push({ position: position ?? '', event });
    }
    const jobs = await store.jobs(events);
    const tokens = { newToken: () => 'token' };
    const flow = createFlow({ audience: AUDIENCE, jobs, policies: NO_POLICY_FILE, ...tokens });
    for (const entry of entries) flow.add(entry);
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const [from, to] = [await store.position(), entries.at(-1)?.position ?? ''];
    const result = await store.commit({ fence, revision: 0, from, to, effects: flow.effects() });
    expect(result).toMatchObject({ kind: 'committed', failed: [] });
  }

  for (const happening of happenings) {
    if (happening === 'decide') {
      await step();
      for (const open of await approvals.pending())
        await approvals.step(voteStep(open, aVote('ana')));
    } else {
      waiting = [...waiting, happening];
      if (waiting.length >= most) await step();
    }
  }
  await step();

  const board = createJobBoard(redis, keys);
  const jobs = await Promise.all(JOBS.map((id) => board.find(id)));
  const requests = [];
  for (const { request, outcome, acknowledgement } of await approvals.recent(100)) {
    const trail = await approvals.audit(request.key);
    const { id, jobId, visibility, key } = request;
    const job = await board.get((await redis.hget(keys.approval(key), 'job')) ?? '');
    requests.push({
      ...{ id, jobId, visibility, status: outcome?.status, acknowledgement: acknowledgement?.kind },
      trail: trail.map(({ what }) => what),
      // What is decided and picked up has nothing to do with its job any more.
      ...(outcome === undefined && { jobIs: job?.status }),
    });
  }
  const homes = await redis.hgetall(keys.jobHomes);
  const byText = (one: object, other: object) =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
  return {
    jobs: jobs.flat().sort(byText),
    recent: (await board.recent(100)).sort(byText),
    requests: requests.sort(byText),
    homes,
  };
}

describe('what the router makes of events', () => {
  test.prop([course], { numRuns: 150 })(
    'is the same however it cuts its steps',
    async (happenings) => {
      const whole = await routed(happenings, 100);
      expect(whole.recent).toEqual(whole.jobs);
      expect(await routed(happenings, 1)).toEqual(whole);
      expect(await routed(happenings, 2)).toEqual(whole);
      await kit.redis.del('televibe:stream:p1', 'televibe:stream:p2', 'televibe:stream');
    },
  );

  test.prop([course], { numRuns: 150 })(
    'leaves nothing open of a job that has ended',
    async (happenings) => {
      const { requests } = await routed(happenings, 3);
      for (const { id, status, visibility, jobIs } of requests) {
        // What was asked internally is open until the end is public.
        if (status !== undefined || visibility === 'internal') continue;
        expect(jobIs, `${id} is open`).toMatch(/queued|running|waiting/);
      }
    },
  );

  const ofOneJob = course.map((happenings) =>
    happenings.map((one): Happening => {
      return one === 'decide' ? one : { ...one, projectId: 'p1', dialect: 'televibe' };
    }),
  );

  test.prop([ofOneJob], { numRuns: 150 })(
    'ends no request of a public job before its end is public',
    async (happenings) => {
      const { requests } = await routed(happenings, 3);
      for (const { id, jobId, status } of requests) {
        const events = happenings.filter((one) => one !== 'decide' && one.jobId === jobId);
        const [first, ...later] = events as CanonicalEvent[];
        const asked = [first, ...later].findIndex((one) => one?.id === id);
        const [before, after] = [events.slice(0, asked), events.slice(asked + 1)].map((some) =>
          (some as CanonicalEvent[]).filter(({ visibility }) => visibility === 'public'),
        );
        // Of a job whose end was public already, only the internal one was missing.
        const last = before?.findLast(({ type }) => /started|completed|failed/.test(type));
        const hasEnded = isPublicEnd(last) || after?.some(isPublicEnd);
        if (first?.visibility === 'public' && !hasEnded) expect(status, id).not.toBe('canceled');
      }
    },
  );

  const ofOneSource = course.map((happenings) =>
    happenings.map((one): Happening => (one === 'decide' ? one : { ...one, dialect: 'televibe' })),
  );

  test.prop([ofOneSource], { numRuns: 150 })(
    'is a sign of the job of every decision before it, also where the job moved into a project',
    async (happenings) => {
      const { requests } = await routed(happenings, 3);
      for (const { id, acknowledgement } of requests) {
        if (acknowledgement !== undefined)
          expect(acknowledgement, id).toBe(signAfter(id, happenings));
      }
    },
  );
});

function isPublicEnd(event: CanonicalEvent | undefined): boolean {
  return event?.visibility === 'public' && /completed|failed/.test(event.type);
}

/** What becomes of the decision on the request of this id, by the projects that one source names. */
function signAfter(id: string, happenings: readonly Happening[]): 'pending' | 'picked_up' {
  const homes = new Map<string, string>();
  const placeOf = ({ jobId = '', projectId }: CanonicalEvent) => projectId ?? homes.get(jobId);
  let asked: { readonly event: CanonicalEvent; readonly place: string | undefined } | undefined;
  let isDecided = false;
  for (const one of happenings) {
    if (one === 'decide') {
      isDecided ||= asked !== undefined;
      continue;
    }
    const { jobId = '', projectId } = one;
    if (projectId !== undefined && !homes.has(jobId)) homes.set(jobId, projectId);
    if (one.id === id) asked = { event: one, place: placeOf(one) };
    else if (isDecided && asked?.event.jobId === jobId) {
      const place = asked.place ?? homes.get(jobId);
      if (placeOf(one) === place) return 'picked_up';
    }
  }
  return 'pending';
}
