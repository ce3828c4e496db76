// Approvals in a real Redis as the conformance suites and other tests use them.
import type { Redis } from 'ioredis';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createApprovalStore } from '../../../src/redis/approvals/approval-store.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { createStandingStore } from '../../../src/redis/standing/standing-store.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { ApprovalsUnderTest } from '../../contracts/approvals-under-test.ts';
import { type RedisKit, recordingWaker } from '../../helpers/redis-kit.ts';
import { inTime } from '../../helpers/wait.ts';

export function approvalStore(redis: Redis, keys: Keys, waker = recordingWaker()) {
  return createApprovalStore({
    redis,
    keys,
    waker,
    encode: (event) => event,
    limits: { retentionMs: 86_400_000, perJob: 1_000 },
    now: systemClock.now,
  });
}

export function standingStore(redis: Redis, keys: Keys) {
  return createStandingStore({ redis, keys });
}

function keyOf({ jobId, projectId }: { readonly jobId: string; readonly projectId?: string }) {
  return jobKey(projectId, jobId);
}

function ofJob({
  jobId,
  projectId,
}: {
  readonly jobId?: string | undefined;
  readonly projectId?: string;
}) {
  return jobId === undefined ? {} : { job: jobKey(projectId, jobId) };
}

/** Commits route steps, one after another, as the router does. */
export function routeSteps(redis: Redis, keys: Keys) {
  const lease = createLease(redis, keys, 'router');
  const store = createRouteStore({
    redis,
    blocking: redis,
    keys,
    lease: 'router',
    windowMs: 2_000,
  });
  let steps = 0;
  return async (...effects: Effect[]): Promise<void> => {
    const fence = (await lease.acquireOrRenew()) ?? 0;
    const from = await store.position();
    steps += 1;
    const step = { fence, revision: 0, from, to: `${steps}-0`, effects };
    const { kind } = await store.commit(step);
    if (kind !== 'committed') throw new Error(`a route step was ${kind}`);
  };
}

/** Everything said on the channels of the bus from now on. */
export async function listenToBus(redis: Redis) {
  const events: { readonly id: string; readonly type: string }[] = [];
  let marks = 0;
  let seen = 0;
  let wake = () => {};
  redis.on('pmessage', (_pattern: string, channel: string, text: string) => {
    if (channel === 'televibe:events:mark') seen += 1;
    else events.push(JSON.parse(text));
    wake();
  });
  await redis.psubscribe('televibe:events:*');
  return {
    /** All that was published until now. */
    async heard(publisher: Redis) {
      marks += 1;
      await publisher.publish('televibe:events:mark', '');
      while (seen < marks) {
        const told = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await inTime(told, 'what was published', { saw: () => events });
      }
      return events;
    },
  };
}

export async function eventsIn(redis: Redis, stream: string) {
  const entries = await redis.xrange(stream, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as { id: string; type: string });
}

export async function makeApprovals({
  server,
  redis,
  fresh,
}: RedisKit): Promise<ApprovalsUnderTest> {
  const keys = fresh();
  const commit = routeSteps(redis, keys);
  const subscriber = server.client();
  const bus = await listenToBus(subscriber);
  const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);
  return {
    store: approvalStore(redis, keys),
    standings: standingStore(redis, keys),
    open: (request, copies = []) => commit({ kind: 'ask', request, ...ofJob(request), copies }),
    settle: (statement, jobId) =>
      commit({ kind: 'settle', statement, ...ofJob({ jobId, projectId: 'p1' }) }),
    withdraw: (job, outcome) => commit({ kind: 'withdraw', job: keyOf(job), outcome }),
    alive: (job, sign) => commit({ kind: 'alive', job: keyOf(job), ...sign }),
    endWithin: (within, ending) => commit({ kind: 'end_standing', within: [within], ending }),
    async tick() {
      const position = await redis.xadd(keys.journal, '*', 'e', '{"id":"tick"}');
      return position ?? '';
    },
    inStream: async () => ids(await eventsIn(redis, 'televibe:stream:p1')),
    onChannel: async () => ids(await bus.heard(redis)),
    inJournal: async () => ids(await eventsIn(redis, keys.journal)).filter((id) => id !== 'tick'),
    async takeQueue(chatId) {
      const queue = `${keys.prefix}:out:${chatId}:queue`;
      const names = await redis.zrange(queue, '0', '-1');
      await redis.del(queue);
      return names;
    },
    async close() {
      subscriber.disconnect();
      await redis.del('televibe:stream:p1');
    },
  };
}
