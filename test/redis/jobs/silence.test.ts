// Jobs that fall silent, on a real Redis whose clock the test sets: what the router commits, and what is reported.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_POLICY_FILE, type Policies } from '../../../src/approvals/policy/policy-schema.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { SilenceStore } from '../../../src/jobs/silence-store.ts';
import { createSilenceStore } from '../../../src/redis/jobs/silence-store.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createFlow } from '../../../src/routing/flow.ts';
import { createSilenceReports } from '../../../src/routing/report-silence.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { createSteppingRedis } from '../../helpers/stepping-redis.ts';

const LIMITS = { retentionMs: 86_400_000, perJob: 1_000 };
const MINUTE = 60_000;

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

let keys: Keys;
let now: number;
let silence: ReturnType<typeof createSilenceStore>;
let world: ReturnType<typeof createWorld>;
beforeEach(async () => {
  keys = kit.fresh();
  // Behind the real clock, by which Redis numbers the journal: nothing there looks older than it is.
  now = Date.now() - 7 * 86_400_000;
  world = createWorld();
  silence = world.store();
  await silence.due();
});

function createWorld() {
  const redis = createSteppingRedis(kit.redis, () => now);
  const clock = { now: () => now, monotonic: () => now };
  const journal = createJournal({ redis, keys, limits: LIMITS, newEpoch: () => 'e', clock });
  const lease = createLease(redis, keys, 'router');
  const deps = { redis, blocking: redis, keys, lease: 'router', windowMs: 2_000 };
  const routes = createRouteStore(deps);
  return {
    redis,
    journal,
    store: () => createSilenceStore({ redis, keys, limits: LIMITS, now: clock.now }),
    /** As the router does. */
    async route(policies: Policies = NO_POLICY_FILE): Promise<void> {
      const from = await routes.position();
      const entries = await journal.read(from, 1_000);
      const jobs = await routes.jobs(entries.map(({ event }) => event));
      const audience = { revision: 0, members: new Map(), chats: [] };
      const flow = createFlow({ audience, policies, jobs, newToken: () => 'token' });
      for (const entry of entries) flow.add(entry);
      const fence = (await lease.acquireOrRenew()) ?? 0;
      const to = entries.at(-1)?.position ?? from;
      const step = { fence, revision: 0, from, to, effects: flow.effects() };
      expect(await routes.commit(step)).toMatchObject({ kind: 'committed', failed: [] });
    },
  };
}

async function say(fields: Partial<CanonicalEvent> = {}, policies?: Policies): Promise<void> {
  const candidates = [candidate(anEvent({ type: 'job.progress', ...fields }))];
  await world.journal.append({ candidates, deadLetters: [] });
  await world.route(policies);
}

const expects = (seconds: number, fields: Partial<CanonicalEvent> = {}) =>
  say({ type: 'job.started', data: { heartbeat_seconds: seconds }, ...fields });

const withoutProject = ({ projectId: _, ...event }: CanonicalEvent): CanonicalEvent => event;

/** Lets time pass while somebody looks for what is due. */
async function pass(ms: number): Promise<void> {
  const end = now + ms;
  while (now < end) {
    now = Math.min(end, now + 9_000);
    await silence.due();
  }
}

/** One round of the service. */
async function report(store: SilenceStore = silence, policies = NO_POLICY_FILE): Promise<void> {
  const means = { clock: createManualClock({ startAt: now }), log: createLogBook() };
  const service = createSilenceReports({ store, routes: policies.routes, ...means });
  await service.start();
  await service.stop();
}

async function reported(): Promise<CanonicalEvent[]> {
  const entries = await world.journal.read('0-0', 1_000);
  return entries.map(({ event }) => event).filter(({ type }) => /silent|heard/.test(type));
}

const told = async () =>
  (await reported()).map(({ type, jobId, data }) => `${type} ${jobId} ${data.silent_seconds}`);

describe('a job that gives no sign of life', () => {
  it('is reported once, and again when it speaks, with how long it was silent', async () => {
    await expects(600);
    await pass(10 * MINUTE - 1);
    await report();
    expect(await told()).toEqual([]);
    await pass(1);
    await report();
    expect(await silence.due()).toEqual([]);
    await pass(3 * MINUTE);
    await world.route();
    await report();
    expect(await told()).toEqual(['job.silent j1 600']);
    await pass(MINUTE);
    await say();
    await report();
    expect(await told()).toEqual(['job.silent j1 600', 'job.heard j1 840']);
    await world.route();
    await pass(10 * MINUTE);
    await report();
    expect(await told()).toEqual(['job.silent j1 600', 'job.heard j1 840', 'job.silent j1 600']);
  });

  it('is reported as an event of jobwire, of its project, session and job', async () => {
    await expects(60, { visibility: 'internal' });
    await pass(MINUTE);
    await report();
    expect(await reported()).toMatchObject([
      {
        source: { component: 'jobwire' },
        ...{ projectId: 'p1', sessionId: 'S1', jobId: 'j1', visibility: 'internal' },
        own: { writesGate: false },
        data: { last_sign_at: expect.any(String) },
      },
    ]);
  });

  it('is not reported while each sign comes in time', async () => {
    await expects(60);
    for (let signs = 0; signs < 5; signs += 1) {
      await pass(59_000);
      await report();
      await say();
    }
    expect(await told()).toEqual([]);
  });

  it.each(['job.completed', 'job.failed', 'job.canceled', 'job.approval_needed'])(
    'is not reported after %s',
    async (type) => {
      await expects(60);
      await say({ type });
      await pass(10 * MINUTE);
      await report();
      expect(await told()).toEqual([]);
      expect(await kit.redis.exists(keys.jobSilence, keys.jobSigns)).toBe(0);
    },
  );

  it('is expected to speak again once it was decided what it waited for', async () => {
    await expects(60);
    await say({ type: 'job.approval_needed' });
    await pass(10 * MINUTE);
    await say({ type: 'job.approved', own: { writesGate: false } });
    await pass(59_000);
    await report();
    expect(await told()).toEqual([]);
    await pass(1_000);
    await report();
    expect(await told()).toEqual(['job.silent j1 60']);
  });

  it('is heard again also by its end, and then no more is expected of it', async () => {
    await expects(60);
    await pass(2 * MINUTE);
    await report();
    await say({ type: 'job.completed' });
    await report();
    await pass(10 * MINUTE);
    await report();
    expect(await told()).toEqual(['job.silent j1 120', 'job.heard j1 120']);
    expect(await kit.redis.exists(keys.jobSilence, keys.jobSigns)).toBe(0);
  });

  it('is followed into the project that its source names', async () => {
    const started = anEvent({ type: 'job.started', data: { heartbeat_seconds: 60 } });
    const candidates = [candidate(withoutProject(started))];
    await world.journal.append({ candidates, deadLetters: [] });
    await world.route();
    await pass(MINUTE);
    await report();
    await say();
    await report();
    const found = (await reported()).map(({ type, projectId }) => `${type} ${projectId}`);
    expect(found).toEqual(['job.silent undefined', 'job.heard p1']);
    expect(await kit.redis.hlen(keys.jobSigns)).toBe(1);
  });

  it('is forgotten when its policy says so no more', async () => {
    const routes = [{ match: {}, chats: [], silentAfterMs: MINUTE }];
    await say({}, { ...NO_POLICY_FILE, routes });
    await pass(MINUTE);
    await report();
    expect(await told()).toEqual([]);
    await say({}, { ...NO_POLICY_FILE, routes });
    await pass(MINUTE);
    await report(silence, { ...NO_POLICY_FILE, routes });
    expect(await told()).toEqual(['job.silent j1 60']);
  });
});

describe('a report', () => {
  it('is made once by two replicas that both saw it due', async () => {
    await expects(60);
    await pass(MINUTE);
    const seen = await silence.due();
    await Promise.all([0, 1].map(() => report({ ...world.store(), due: async () => seen })));
    await report();
    expect(await told()).toEqual(['job.silent j1 60']);
  });

  it('is made by the next one if a process dies before it', async () => {
    await expects(60);
    await pass(MINUTE);
    expect(await silence.due()).toHaveLength(1);
    // It took what is due, and died; whoever starts afterwards looks after a while.
    now += 5 * MINUTE;
    await report(world.store());
    expect(await told()).toEqual([]);
    await pass(10_000);
    await report(world.store());
    expect(await told()).toEqual(['job.silent j1 370']);
  });

  it('is not made when the job spoke after it was seen to be due', async () => {
    await expects(60);
    await pass(MINUTE);
    const seen = await silence.due();
    now += 1_000;
    await say();
    await report({ ...silence, due: async () => seen });
    expect(await told()).toEqual([]);
  });

  it('waits for the router to read what came before', async () => {
    now = Date.now();
    await silence.due();
    await expects(60);
    await world.journal.append({ candidates: [candidate(anEvent())], deadLetters: [] });
    await pass(MINUTE);
    await report();
    expect(await told()).toEqual([]);
    await world.route();
    await report();
    expect(await told()).toEqual([]);
    await pass(MINUTE);
    await report();
    expect(await told()).toEqual(['job.silent j1 60']);
  });

  it('is not made at once after nobody looked for a while', async () => {
    await expects(60);
    now += 60 * MINUTE;
    await report();
    expect(await told()).toEqual([]);
    await say();
    await pass(20_000);
    await report();
    expect(await told()).toEqual([]);
  });
});

describe('a heartbeat', () => {
  const beat = () => silence.heard([withoutProject(anEvent({ type: 'heartbeat' }))]);

  it('is a sign of life, also if it does not name the project', async () => {
    await expects(60);
    for (let beats = 0; beats < 3; beats += 1) {
      await pass(59_000);
      await beat();
    }
    await report();
    expect(await told()).toEqual([]);
    await pass(MINUTE);
    await report();
    await beat();
    await report();
    expect(await told()).toEqual(['job.silent j1 60', 'job.heard j1 60']);
  });

  it('of a job of which nothing is expected leaves no trace', async () => {
    await say();
    await beat();
    await silence.heard([anEvent({ projectId: 'unheard-of' })]);
    expect(await kit.redis.exists(keys.jobSilence, keys.jobSigns)).toBe(0);
  });
});
