// A thousand people decide at once on two replicas, while connections are cut.
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDecide, type Decision } from '../../../src/approvals/decisions/decide.ts';
import type { Voter } from '../../../src/approvals/voters/voter.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest } from '../../helpers/requests.ts';
import { allVotesStand } from '../../helpers/voter-rights.ts';
import { approvalStore, eventsIn, listenToBus, routeSteps, standingStore } from './approval-kit.ts';

const PEOPLE = 1_000;
const ROUNDS = 20;

let kit: RedisKit;
let connections: Redis[];
let bus: Awaited<ReturnType<typeof listenToBus>>;
let cuts = 0;
beforeAll(async () => {
  kit = await startRedisKit();
  connections = [kit.server.client(), kit.server.client()];
  for (const redis of connections) {
    redis.on('close', () => {
      cuts += 1;
    });
  }
  bus = await listenToBus(kit.server.client());
});
afterAll(() => kit.server.stop());

let keys: Keys;
let project: string;
beforeEach(() => {
  keys = kit.fresh();
  project = keys.prefix;
});

function voter(id: string): Voter {
  return { id, name: id, grants: [{ role: 'approver' }], knownAs: [], via: 'telegram' };
}

/** Everybody at once, every second one on the other replica and of the other opinion. */
async function decideAll(approvalId: string, onAnswer: () => void): Promise<Decision[]> {
  const replicas = connections.map((redis) =>
    createDecide({
      store: approvalStore(redis, keys),
      standings: standingStore(redis, keys),
      rightsNow: allVotesStand,
      clock: systemClock,
      metrics: { approvalChanged: () => {} },
    }),
  );
  const deciding = Array.from({ length: PEOPLE }, async (_, at) => {
    const decide = replicas[at % replicas.length] ?? expect.fail('there is no replica');
    const decision = await decide({
      approvalId,
      verdict: at % 4 < 2 ? 'approve' : 'deny',
      voter: voter(`person-${at}`),
      attempt: `tap-${at}`,
    });
    onAnswer();
    return decision;
  });
  return Promise.all(deciding);
}

/** Cuts both connections as soon as so many were answered. */
function cutAfter(count: number): () => void {
  let answered = 0;
  return () => {
    answered += 1;
    if (answered === count)
      void kit.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  };
}

async function said(approvalId: string) {
  const ofThis = (events: readonly unknown[]) =>
    events.filter((event) => JSON.stringify(event).includes(`"approval_id":"${approvalId}"`));
  return {
    stream: ofThis(await eventsIn(kit.redis, `televibe:stream:${project}`)).length,
    journal: ofThis(await eventsIn(kit.redis, keys.journal)).length,
    channel: ofThis(await bus.heard(kit.redis)).length,
  };
}

describe('a thousand deciders at once', () => {
  it('have one winner and are told so, twenty times, whatever is cut', async () => {
    const commit = routeSteps(kit.redis, keys);
    const before = cuts;
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = `${project}-${round}`;
      await commit({ kind: 'ask', request: aRequest(id, { projectId: project }), copies: [] });
      const decisions = await decideAll(id, cutAfter(1 + round * 30));
      const standing = await approvalStore(kit.redis, keys).get(id);
      const [winner, ...others] = decisions.filter(({ kind }) => kind === 'decided');
      expect(others).toEqual([]);
      expect(winner).toMatchObject({ approval: { outcome: standing?.outcome } });
      const told = decisions.filter(({ kind }) => kind === 'already');
      expect(told).toHaveLength(PEOPLE - 1);
      expect(told.every((one) => 'approval' in one && isSame(one.approval, standing))).toBe(true);
      expect(await said(id)).toEqual({ stream: 1, journal: 1, channel: 1 });
      const audit = await approvalStore(kit.redis, keys).audit(id);
      expect(audit.map(({ what }) => what)).toEqual(['asked', 'vote', standing?.outcome?.status]);
    }
    expect(cuts - before).toBeGreaterThanOrEqual(ROUNDS * 2);
  });

  it('need as many of one opinion as the policy says, no vote lost and none counted twice', async () => {
    const commit = routeSteps(kit.redis, keys);
    const terms = { ...PLAIN_TERMS, required: 20, denyRequired: 20 };
    const id = `${project}-many`;
    await commit({ kind: 'ask', request: aRequest(id, { projectId: project, terms }), copies: [] });
    const decisions = await decideAll(id, cutAfter(10));
    const standing = await approvalStore(kit.redis, keys).get(id);
    const { votes = [], outcome } = standing ?? {};
    const verdict = outcome?.status === 'approved' ? 'approve' : 'deny';
    const enough = votes.filter((vote) => vote.verdict === verdict);
    expect(enough).toHaveLength(20);
    expect(votes.length - enough.length).toBeLessThan(20);
    expect(new Set(votes.map(({ by }) => by.id)).size).toBe(votes.length);
    expect(votes.at(-1)).toMatchObject({ verdict, by: outcome?.by });
    const count = (kind: string) => decisions.filter((decision) => decision.kind === kind).length;
    expect(count('already')).toBe(PEOPLE - votes.length);
    expect(count('decided') + count('voted')).toBe(votes.length);
    expect(await said(id)).toEqual({ stream: 1, journal: 1, channel: 1 });
  });
});

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
