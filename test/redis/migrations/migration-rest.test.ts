// What else jobwire 0.1 kept, in this version: jobs, queues, messages; and what stays as it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../../src/approvals/requests/statement.ts';
import type { Job } from '../../../src/jobs/job-board.ts';
import { homeKey, jobKey } from '../../../src/jobs/job-key.ts';
import { createSelections } from '../../../src/redis/approvals/buttons/selections.ts';
import { createJobBoard } from '../../../src/redis/jobs/job-board.ts';
import { createTailStore } from '../../../src/redis/jobs/tail-store.ts';
import { approvalStore, routeSteps } from '../approvals/approval-kit.ts';
import { loadFormer, migrationsOn } from './migration-kit.ts';
import {
  before,
  formerHash,
  formerScores,
  hashIn,
  keyOf,
  type Moved,
  REQUESTS,
  startMoved,
} from './moved-data.ts';
import { nameNow } from './plain-names.ts';

let moved: Moved;
beforeAll(async () => {
  moved = await startMoved();
});
afterAll(() => moved.server.stop());

describe('every job', () => {
  const JOBS = Object.entries(formerHash('jobs')).map(([id, text]) => {
    return [id, JSON.parse(text) as Job] as const;
  });

  it.each(JOBS)('%j is there as it was', async (id, job) => {
    const board = createJobBoard(moved.redis, moved.keys);
    expect(await board.find(id)).toEqual([{ ...job, source: job.dialect }]);
    expect(await board.get(jobKey(job.projectId, id))).toMatchObject(job);
  });

  it('keeps its place by time', async () => {
    const recent = await createJobBoard(moved.redis, moved.keys).recent(100);
    expect(recent.map(({ id }) => id).reverse()).toEqual(
      formerScores('jobs:by-change').map(([id]) => id),
    );
    expect(recent.length).toBe(JOBS.length);
  });

  it('is known to its source by the project that was named', () => {
    const homes = JOBS.flatMap(([id, { dialect = '', projectId }]) =>
      projectId === undefined ? [] : [[homeKey(dialect, id), projectId]],
    );
    expect(hashIn(moved.after, 'jobs:homes')).toEqual(Object.fromEntries(homes));
  });
});

describe('what waits and what is shown', () => {
  const renamed = (item: string) => {
    const [kind = '', address = '', ...rest] = item.split('/');
    if (kind === 'approval') return [kind, address, keyOf(rest.join('/'))].join('/');
    if (kind === 'stray' || kind === 'reminder') {
      return [kind, address, rest[0], keyOf(rest.slice(1).join('/'))].join('/');
    }
    if (kind === 'live') return [kind, address, 'tail', ...rest.slice(2)].join('/');
    return item;
  };
  const chats = ['1001', '1002', '-1001000000001', '-1001000000002'];

  it.each(chats)('keeps its place in the queue of %s', (chat) => {
    const former = formerScores(`out:${chat}:queue`).map(([item, score]) => [renamed(item), score]);
    expect(moved.after.get(`out:${chat}:queue`)?.value ?? []).toEqual(former);
    const taken = String(before.get(`out:${chat}:taken`)?.value ?? ' ').split(' ');
    const now = String(moved.after.get(`out:${chat}:taken`)?.value ?? ' ').split(' ');
    expect(now).toEqual([taken[0], renamed(taken[1] ?? '')]);
  });

  it.each(chats)('keeps its messages in %s', (chat) => {
    const former = Object.entries(formerHash(`out:${chat}:messages`)).map(([item, id]) => {
      return [renamed(item), id];
    });
    expect(hashIn(moved.after, `out:${chat}:messages`)).toEqual(Object.fromEntries(former));
  });

  it('has requests, reminders, strays, questions and tails in all these places', () => {
    const all = chats.flatMap((chat) => [
      ...formerScores(`out:${chat}:queue`).map(([item]) => item),
      ...Object.keys(formerHash(`out:${chat}:messages`)),
      ...Object.keys(formerHash(`out:${chat}:payload`)),
    ]);
    const kinds = new Set(all.map((item) => item.split('/')[0]));
    expect([...kinds].sort()).toEqual(['approval', 'live', 'reminder', 'reply', 'stray', 'window']);
  });

  it('knows what a reply to each message is about', () => {
    // Of far-2, which was reminded of: it shows the request, and is no question.
    const REMINDER = '48';
    for (const chat of chats) {
      const former = formerHash(`out:${chat}:asked`);
      const shown = new Set(Object.values(formerHash(`out:${chat}:messages`)));
      const expected = Object.entries(former).map(([message, text]) => {
        const [verdict, ...id] = text.split(' ');
        const isReminder = message === REMINDER;
        const kind = shown.has(message) || isReminder ? 'request' : verdict;
        return [message, `${kind} ${keyOf(id.join(' '))} 1`];
      });
      expect(hashIn(moved.after, `out:${chat}:asked`)).toEqual(Object.fromEntries(expected));
    }
    const asked = Object.values(hashIn(moved.after, 'out:1001:asked'));
    expect(asked).toContain(`deny ${keyOf('docs-1')} 1`);
  });

  it('keeps what a question that waits to be sent will ask for', () => {
    const payloads = Object.values(hashIn(moved.after, 'out:1002:payload')).map((text) =>
      JSON.parse(text),
    );
    expect(payloads.map(({ asks }) => asks)).toEqual([
      { approvalId: keyOf('deploy-2'), verdict: 'deny', version: 1 },
    ]);
  });

  it('keeps selections for the rest of their day', async () => {
    const [name = ''] = [...before.keys()].filter((key) => key.startsWith('selection:'));
    const token = name.slice('selection:'.length);
    const former = formerHash(name);
    const store = createSelections({
      redis: moved.redis,
      keys: moved.keys,
      clock: { token: () => '' },
    });
    expect(await store.get(token)).toMatchObject({
      userId: 1001,
      picked: [1],
      requests: JSON.parse(former.ids ?? '[]').map((id: string) => ({
        key: keyOf(id),
        version: 1,
      })),
    });
    const leftMs = await moved.redis.pttl(moved.keys.selection(token));
    expect(leftMs).toBeGreaterThan(80_000_000);
    expect(leftMs).toBeLessThan(86_400_000);
  });

  it('keeps running tails, which know their project now', async () => {
    const [tail] = await createTailStore(moved.redis, moved.keys).all();
    expect(tail).toMatchObject({ jobId: 'j-2', projectId: 'shop', by: 1001, lines: 20 });
  });
});

describe('a gate', () => {
  it('is found by what its engine says of it', async () => {
    const fresh = moved.fresh();
    await loadFormer(moved.redis, fresh);
    await migrationsOn(moved.redis, fresh).migrations.start();
    await moved.redis.del(fresh.routed, fresh.audienceRevision);
    const at = '2027-01-01T00:00:00.000Z';
    const statement: Statement = {
      gate: { jobId: 'film-1', stage: 'storyboard' },
      source: 'engine',
      outcome: { status: 'approved', elsewhere: { source: 'engine' }, at },
    };
    const commit = routeSteps(moved.redis, fresh);
    await commit({ kind: 'settle', statement, job: jobKey(undefined, 'film-1') });
    const store = approvalStore(moved.redis, fresh);
    expect((await store.get(keyOf('gate-1')))?.outcome).toEqual(statement.outcome);
  });
});

describe('a stage of a job that no pipeline engine runs', () => {
  it('makes no gate, whose decision an engine would find in its folder', async () => {
    const fresh = moved.fresh();
    await loadFormer(moved.redis, fresh);
    const stored = formerHash('approval:ship-1').request ?? '{}';
    const staged = JSON.stringify({ ...JSON.parse(stored), stage: 'storyboard' });
    await moved.redis.hset(fresh.approval('ship-1'), 'request', staged);
    await migrationsOn(moved.redis, fresh).migrations.start();
    const { request } = (await approvalStore(moved.redis, fresh).get(keyOf('ship-1'))) ?? {};
    expect(request).toMatchObject({ stage: 'storyboard' });
    expect(request).not.toHaveProperty('isGate');
    expect(await moved.redis.hget(fresh.approval(keyOf('ship-1')), 'gate')).toBe('');
  });
});

describe('everything else', () => {
  const MOVED =
    /^(?:approval:|approvals:|taps$|jobs|tails$|selection:|out:-?\d+:(?:queue|taken|payload|messages|asked)$)/;

  it('stays as it was', () => {
    const others = [...before].filter(([key]) => !MOVED.test(key) && !key.startsWith('lease:'));
    expect(others.length).toBeGreaterThan(100);
    for (const [key, one] of others) {
      const name = nameNow(key);
      expect(moved.after.get(name), key).toEqual({ key: name, ...one });
    }
    const found = [...moved.after.keys()].filter((key) => !MOVED.test(key));
    expect(found.sort()).toEqual(['layout', ...others.map(([key]) => nameNow(key))].sort());
  });

  it('leaves no name from outside and no workshop behind', () => {
    const names = [...moved.after.keys()].filter((key) =>
      /^(?:approval|approvals|jobs):/.test(key),
    );
    for (const name of names) expect(name).toMatch(/^[a-z:-]+(?::[\w-]{22}(?::[a-z]+)?)?$/);
    expect(names.filter((name) => /:(?:votes|voters)$/.test(name))).toEqual([]);
    expect([...moved.after.keys()].filter((key) => key.startsWith('staged'))).toEqual([]);
    expect(moved.after.get('layout')?.value).toBe('3');
  });

  it('lets every identity have the request that it had', () => {
    const current = hashIn(moved.after, 'approvals:current');
    expect(current).toEqual(Object.fromEntries(REQUESTS.map(({ key }) => [key, key])));
  });
});
