// Whoever asks a hundred times in a chat has nobody else wait for a hundred messages.
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutboxStore } from '../../../src/redis/outbox/outbox-store.ts';
import { createLease } from '../../../src/redis/routing/lease.ts';
import { createRouteStore } from '../../../src/redis/routing/route-store.ts';
import type { Effect } from '../../../src/routing/route-store.ts';
import { forgetPace, openVisit, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';

const CHAT = 42;

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

interface Requester {
  readonly projectId: string;
  readonly source?: string;
}
/** A token and the bus are two, also in one project; and so is one token in two projects. */
const REQUESTERS: readonly Requester[] = [
  { projectId: 'p1' },
  { projectId: 'p1', source: 'ci' },
  { projectId: 'p2', source: 'ci' },
  { projectId: 'p3' },
];

async function aChat() {
  const { redis } = kit;
  const keys = kit.fresh();
  const store = createOutboxStore({ redis, keys, callsPerSecond: 1_000 });
  const lease = createLease(redis, keys, 'router');
  const flow = createRouteStore({ redis, blocking: redis, keys, lease: 'router', windowMs: 0 });
  const fence = (await lease.acquireOrRenew()) ?? 0;
  let steps = 0;
  let visit = await openVisit(store, CHAT);
  return {
    async ask(...asked: readonly (Requester & { readonly id: string })[]): Promise<void> {
      const effects = asked.map(
        ({ id, ...requester }): Effect => ({
          kind: 'ask',
          request: aRequest(id, requester),
          copies: [{ address: { chatId: CHAT }, token: `token-${id}` }],
        }),
      );
      const from = `${steps}-0`;
      steps += 1;
      const step = { fence, revision: 0, from, to: `${steps}-0`, effects };
      expect((await flow.commit(step)).kind).toBe('committed');
    },
    /** The ids of what is shown next: of one request, or of several in one message. */
    async show(): Promise<readonly string[]> {
      await forgetPace(redis, keys);
      // As if two seconds had passed since others were shown.
      for (const [at, item] of (await redis.zrange(keys.outGathered(CHAT), '0', '-1')).entries()) {
        await redis.zadd(keys.outGathered(CHAT), at + 1, item);
      }
      const next = await store.next(visit);
      const item = next.kind === 'item' ? next.item : undefined;
      if (item?.kind === 'approval' || item?.kind === 'bundle') {
        await store.done(visit, item, { messageId: 1 });
        return item.kind === 'approval'
          ? [item.approvalId]
          : item.bundle.members.map(({ key }) => key);
      }
      visit = await openVisit(store, CHAT);
      return [];
    },
  };
}

/** Who waits, and how many of each other were shown since the first of somebody waits. */
function createTurns() {
  const waiting = REQUESTERS.map((): number[] => []);
  const since = new Map<number, number[]>();
  const begin = (who: number) =>
    since.set(
      who,
      REQUESTERS.map(() => 0),
    );
  return {
    asked(who: number, which: number): void {
      if (waiting[who]?.length === 0) begin(who);
      waiting[who]?.push(which);
    },
    shown(who: number, which: number): void {
      expect(waiting[who]?.shift()).toBe(which);
      since.delete(who);
      for (const shown of since.values()) {
        shown[who] = (shown[who] ?? 0) + 1;
        expect(shown[who]).toBeLessThanOrEqual(2);
      }
      if (waiting[who]?.length !== 0) begin(who);
    },
    left: () => waiting.flat(),
  };
}

/** A number asks as that requester, null shows one. */
const steps = fc.array(fc.option(fc.nat(REQUESTERS.length - 1), { freq: 2 }), {
  minLength: 10,
  maxLength: 60,
});

describe('requests in one chat', () => {
  test.prop([steps], { numRuns: 25 })(
    'take turns: each requester in their own order, and nobody is hidden by another',
    async (some) => {
      const chat = await aChat();
      const turns = createTurns();
      async function showOne(): Promise<boolean> {
        const ids = await chat.show();
        for (const id of ids) {
          const [who = -1, which = -1] = id.split('-').slice(1).map(Number);
          turns.shown(who, which);
        }
        return ids.length > 0;
      }
      for (const [which, who] of some.entries()) {
        if (who === null) {
          await showOne();
          continue;
        }
        turns.asked(who, which);
        await chat.ask({ id: `r-${who}-${which}`, ...(REQUESTERS[who] as Requester) });
      }
      while (await showOne());
      expect(turns.left()).toEqual([]);
    },
  );

  it('are shown in the order in which they came, where nobody asks twice', async () => {
    const chat = await aChat();
    const ids = ['z', 'm', 'a', 'q'];
    for (const [at, id] of ids.entries()) await chat.ask({ id, ...(REQUESTERS[at] as Requester) });
    expect(await chat.show()).toEqual(ids);
  });

  it('of one project are in the second message after a flood of 200 by another', async () => {
    const chat = await aChat();
    const flood = Array.from({ length: 200 }, (_, at) => ({ id: `f${at}`, projectId: 'noisy' }));
    await chat.ask(...flood);
    for (const at of [0, 10, 20]) expect((await chat.show())[0]).toBe(`f${at}`);
    await chat.ask({ id: 'mine', projectId: 'quiet' });
    expect((await chat.show()).indexOf('mine')).toBeOneOf([0, 1]);
  });
});
