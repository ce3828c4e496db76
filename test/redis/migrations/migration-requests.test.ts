// Requests of jobwire 0.1 in this version: every one is there, with all that happened to it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressKey } from '../../../src/audience/chat-book.ts';
import { jobKey } from '../../../src/jobs/job-key.ts';
import { createCopies } from '../../../src/redis/approvals/copies.ts';
import { recordingWaker } from '../../helpers/redis-kit.ts';
import { approvalStore } from '../approvals/approval-kit.ts';
import {
  formerHash,
  formerList,
  formerScores,
  hashIn,
  KEYS,
  keyOf,
  type Moved,
  REQUESTS,
  startMoved,
} from './moved-data.ts';
import { acknowledgementNow, nameNow } from './plain-names.ts';

let moved: Moved;
beforeAll(async () => {
  moved = await startMoved();
});
afterAll(() => moved.server.stop());

describe('the data of 0.1', () => {
  it('hold requests of every kind', () => {
    const states = REQUESTS.map(({ hash }) => JSON.parse(hash.outcome ?? '{}').status ?? 'pending');
    expect(new Set(states)).toEqual(
      new Set(['pending', 'approved', 'denied', 'expired', 'canceled']),
    );
    expect(REQUESTS.length).toBeGreaterThan(20);
    const pending = formerScores('approvals:pending').map(([id]) => id);
    expect(pending.filter((id) => formerList(`approval:${id}:voters`).length > 0).length).toBe(5);
    // An id that is the key of another request, and one that a job's project is known of alone.
    expect(KEYS.has(keyOf('deploy-1'))).toBe(true);
    expect(formerHash('approval:homeless-1').project).toBe('');
  });
});

describe('every request', () => {
  it.each(REQUESTS.map((one) => [one.id, one] as const))(
    '%j is there as it was',
    async (id, one) => {
      const { hash, request, key } = one;
      const store = approvalStore(moved.redis, moved.keys);
      const approval = await store.get(key);
      const { terms } = request;
      expect(approval?.request).toEqual({
        ...{ ...request, key, version: 1 },
        ...(request.stage === undefined ? {} : { isGate: true }),
        terms: { ...terms, decidedElsewhere: 'settle' },
      });
      expect(approval?.revision).toBe(Number(hash.revision));
      const outcome = hash.outcome === undefined ? undefined : JSON.parse(hash.outcome);
      if (outcome === undefined) expect(approval?.outcome).toBeUndefined();
      else expect(approval?.outcome).toMatchObject(outcome);
      const { reception } = hash;
      const expected = reception === undefined ? undefined : acknowledgementNow(reception);
      expect(approval?.acknowledgement).toEqual(expected);
      const audit = formerList(`approval:${id}:audit`).map((text) => JSON.parse(text));
      expect(await store.audit(key)).toEqual(audit);
      const found = await store.find(id);
      expect(found.map(({ request: { key: named } }) => named)).toContain(key);
    },
  );

  it.each(REQUESTS.map((one) => [one.id, one] as const))('%j keeps its votes', async (id, one) => {
    const stored = formerHash(`approval:${id}:votes`);
    const votes = formerList(`approval:${id}:voters`).map((person) =>
      JSON.parse(stored[person] ?? ''),
    );
    const now = (await approvalStore(moved.redis, moved.keys).get(one.key))?.votes ?? [];
    expect(now).toEqual(votes.map((vote) => expect.objectContaining(vote)));
    for (const [at, { by }] of votes.entries()) {
      if (by.id !== 'token:robot') expect(now[at]?.ids).toContain(by.id);
    }
  });

  it.each(REQUESTS.map((one) => [one.id, one] as const))(
    '%j keeps its copies and buttons',
    async (id, one) => {
      const tokens = formerHash(`approval:${id}:copies`);
      const store = approvalStore(moved.redis, moved.keys);
      for (const [address, token] of Object.entries(tokens)) {
        const copy = await store.copyOf(token);
        expect(copy?.approvalId).toBe(one.key);
        expect(copy && addressKey(copy.address)).toBe(address);
        expect(copy && (await store.tokenFor(copy))).toBe(token);
      }
      const strays = await moved.redis.smembers(`${moved.keys.approval(one.key)}:strays`);
      expect(strays).toEqual(formerList(`approval:${id}:strays`));
      const copies = createCopies({
        redis: moved.redis,
        keys: moved.keys,
        waker: recordingWaker(),
        now: Date.now,
      });
      const places = await copies.of(one.key);
      const shown = places.map(({ address, messageId }) => [addressKey(address), messageId]);
      const former = Object.keys(tokens).map((address) => {
        const messages = formerHash(`out:${address.split(':')[0]}:messages`);
        const message = messages[`approval/${address}/${id}`];
        return [address, message === undefined ? undefined : Number(message)];
      });
      expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(former));
    },
  );

  it('keeps its place in every list, its deadline, reminders and what is due', () => {
    const now = (name: string) => moved.after.get(name)?.value ?? [];
    for (const name of [
      'approvals:all',
      'approvals:pending',
      'approvals:deadlines',
      'approvals:unheard',
    ]) {
      const former = formerScores(name).map(([id, score]) => [keyOf(id), score]);
      expect(now(nameNow(name)), name).toEqual(former);
      expect(former.length, name).toBeGreaterThan(0);
    }
    expect(formerScores('approvals:reminders').length).toBeGreaterThan(0);
    expect(now('approvals:reminders')).toEqual(
      formerScores('approvals:reminders').map(([member, score]) => {
        const [count, ...id] = member.split(' ');
        return [`${count} ${keyOf(id.join(' '))}`, score];
      }),
    );
  });

  it('is listed under its job, which is one of its project', () => {
    const under = (list: string) =>
      [...moved.after.values()]
        .filter(({ key }) => key.startsWith(nameNow(`approvals:${list}:`)))
        .map(({ key, value }) => [key.slice(nameNow(`approvals:${list}:`).length), value]);
    const expected = (list: string) => {
      const found = new Map<string, string[]>();
      for (const { id, key, request, projectId } of REQUESTS) {
        if (!formerList(`approvals:${list}:${request.jobId}`).includes(id)) continue;
        const job = jobKey(projectId, request.jobId ?? '');
        found.set(job, [...(found.get(job) ?? []), key].sort());
      }
      return found;
    };
    for (const list of ['job', 'awaiting']) {
      expect(new Map(under(list) as [string, string[]][])).toEqual(expected(list));
      expect(expected(list).size).toBeGreaterThan(1);
    }
    expect(hashIn(moved.after, `approval:${keyOf('same-job-shop')}`).job).not.toBe(
      hashIn(moved.after, `approval:${keyOf('same-job-tools')}`).job,
    );
  });
});

describe('who voted', () => {
  const voteOn = async (id: string) =>
    (await approvalStore(moved.redis, moved.keys).get(keyOf(id)))?.votes[0];
  const tokens = Object.values(formerHash('tokens')).map((text) => JSON.parse(text));
  const idOf = (name: string) => tokens.find((token) => token.name === name).id;

  it('is known by every id that is linked to them', async () => {
    expect((await voteOn('deploy-3'))?.ids).toEqual(['1002', 'u-ben']);
  });

  it('over HTTP is known by the token too', async () => {
    expect(await voteOn('deploy-2')).toMatchObject({
      ids: ['1002', 'u-ben'],
      tokenId: idOf('ci'),
    });
    expect(await voteOn('deploy-4')).toMatchObject({
      ids: [`token:${idOf('robot')}`.toLowerCase()],
      tokenId: idOf('robot'),
    });
  });

  it('is known to have made an attempt under the name that it has now', () => {
    const attempts = hashIn(moved.after, `approval:${keyOf('deploy-2')}:attempts`);
    expect(attempts).toEqual({ 'web:ci:once-1': '1', [`web:${idOf('ci')}:once-1`]: '1' });
  });

  it('elsewhere is said to have decided there', async () => {
    const approval = await approvalStore(moved.redis, moved.keys).get(keyOf('ship-5'));
    expect(approval?.outcome).toMatchObject({
      by: { name: 'Zoe' },
      elsewhere: { source: 'orchestrator' },
    });
    const own = await approvalStore(moved.redis, moved.keys).get(keyOf('ship-1'));
    expect(own?.outcome?.elsewhere).toBeUndefined();
  });
});
