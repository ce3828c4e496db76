// What jobwire 0.2 left behind, through the readers of this version: each value is read, and is what it was.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeys, type Keys } from '../../../src/redis/scripts/keys.ts';
import { createStorage, type Storage } from '../../../src/redis/storage.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import { type DumpedKey, isOfClock } from '../../helpers/key-dump.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { openVisit, type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { formerKeys, loadFormer, migrationsOn, standing } from './migration-kit.ts';
import { acknowledgementNow, nameNow } from './plain-names.ts';

const former = new Map(
  formerKeys('0.2').map((one) => [one.key.slice('jobwire:'.length), one.value]),
);
const log = createLogBook();
let kit: RedisKit;
let keys: Keys;
let storage: Storage;
let moved: readonly DumpedKey[];

beforeAll(async () => {
  kit = await startRedisKit();
  keys = createKeys('moved');
  await loadFormer(kit.redis, keys, '0.2');
  const before = await standing(kit.redis, keys);
  // As when the process was killed long ago.
  await kit.redis.del(...(await kit.redis.keys(`${keys.prefix}:lease:*`)));
  await migrationsOn(kit.redis, keys).migrations.start();
  moved = await standing(kit.redis, keys);
  expect(before.length).toBeGreaterThan(500);
  storage = createStorage({
    ...{ connect: () => kit.redis, keyPrefix: keys.prefix, adminUserIds: [], batchWindowMs: 1 },
    ...{ globalMessagesPerSecond: 30, eventRetentionDays: 36_500, maxEventsPerJob: 1_000 },
    ...{ encode: (event) => event, clock: systemClock, log, health: createHealth() },
  });
});
afterAll(() => kit.server.stop());

const hash = (name: string) => Object.entries(former.get(name) ?? {}) as [string, string][];
const parsed = (name: string) => hash(name).map(([, text]) => JSON.parse(text) as unknown);
const scored = (name: string) => (former.get(name) ?? []) as readonly [string, string][];
const namesUnder = (beginning: string) =>
  [...former.keys()].flatMap((key) =>
    key.startsWith(beginning) ? [key.slice(beginning.length)] : [],
  );
/** In any order. */
const same = (all: readonly unknown[]) => expect.arrayContaining([...all]);

function expectAll(found: readonly unknown[], stored: readonly unknown[]): void {
  expect(stored.length).toBeGreaterThan(0);
  expect(found).toHaveLength(stored.length);
  expect(found).toEqual(same(stored));
}

/** With what a job made of a decision under one name. */
function plain(value: DumpedKey['value'] | undefined): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const { reception, acknowledgement, ...fields } = value as Readonly<Record<string, string>>;
  if (reception !== undefined) return { ...fields, about: acknowledgementNow(reception) };
  return acknowledgement === undefined ? value : { ...fields, about: JSON.parse(acknowledgement) };
}

it('chats, members and tokens', async () => {
  expectAll((await storage.chatBook.audience()).chats, parsed('chats'));
  expectAll(await storage.members.all(), parsed('members'));
  expectAll(await storage.tokens.list(), parsed('tokens'));
});

it('jobs and live logs', async () => {
  expectAll(await storage.board.recent(1_000), parsed('jobs'));
  expectAll(await storage.tailStore.all(), parsed('tails'));
});

it('requests, with their votes, outcomes and trails', async () => {
  const all = await storage.approvals.recent(1_000);
  expect(all.map(({ request }) => request.key).sort()).toEqual(
    scored('approvals:all')
      .map(([key]) => key)
      .sort(),
  );
  for (const { request, votes, outcome, acknowledgement } of all) {
    const stored = Object.fromEntries(hash(`approval:${request.key}`));
    const { key } = request;
    const asked = { ...JSON.parse(stored.request ?? ''), key, version: Number(stored.version) };
    expect(request).toMatchObject(asked);
    expect(votes).toEqual(JSON.parse(stored.votes ?? '[]'));
    expect(outcome).toEqual(stored.outcome && JSON.parse(stored.outcome));
    expect(acknowledgement).toEqual(stored.reception && acknowledgementNow(stored.reception));
    const trail = (former.get(`approval:${request.key}:audit`) ?? []) as readonly string[];
    expect(await storage.approvals.audit(request.key)).toEqual(
      trail.map((text) => JSON.parse(text)),
    );
  }
  expect(all.filter(({ votes }) => votes.length > 0).length).toBeGreaterThan(5);
});

it('buttons, selections and replies', async () => {
  const taps = hash('taps');
  expect(taps.length).toBeGreaterThan(50);
  for (const [token, text] of taps) {
    expect((await storage.approvals.copyOf(token))?.approvalId).toBe(text.split('\n')[0]);
  }
  const [selection = ''] = namesUnder('selection:');
  expect((await storage.selections.get(selection))?.requests.length).toBeGreaterThan(1);
  const choices = namesUnder('reply-choice:');
  expect(choices.length).toBe(3);
  for (const token of choices) {
    const [, text = ''] = hash(`reply-choice:${token}`).find(([field]) => field === 'reply') ?? [];
    expect(await storage.replyChoices.get(token)).toEqual(JSON.parse(text));
  }
});

it('the journal, its identity and the positions in it', async () => {
  const stored = former.get('journal') as readonly [string, readonly string[]][];
  const entries = await storage.journal.read('0-0', 10_000);
  expect(entries.map(({ position }) => position)).toEqual(stored.map(([position]) => position));
  // Of some the project was learned late.
  expect(entries.map(({ event }) => event)).toMatchObject(
    stored.map(([, fields]) => JSON.parse(fields[1] ?? '')),
  );
  const { epoch } = await storage.journal.bounds();
  expect(epoch).toBe(former.get('epoch'));
  expect(await storage.flowStore.position()).toBe(former.get('routed'));
});

it('dead letters, what is tried again, kept updates, and the rollback', async () => {
  const letters = former.get('dlq') as readonly unknown[];
  expect(await storage.deadLetters.list(100)).toHaveLength(letters.length);
  const [message] = parsed('again:messages');
  expect(await storage.retries.claim()).toMatchObject({ message });
  expectAll(await storage.updateLog.parked(), parsed('updates:parked'));
  expect(await storage.history.open()).toEqual(JSON.parse(String(former.get('rollback'))));
  const aside = await storage.followerAside.all('follower:archive');
  expect([...aside]).toEqual(hash('follower:archive:aside'));
});

it('what waits for chats', async () => {
  await kit.redis.del(...(await kit.redis.keys(`${keys.prefix}:out:*:visit`)));
  const kinds = new Set<string>();
  for (const chatId of [1001, 1002, 1003]) {
    const visit = await openVisit(storage.outboxStore, chatId);
    for (;;) {
      await kit.redis.del(...(await kit.redis.keys(`${keys.prefix}:pace:*`)), 'none');
      const next = await storage.outboxStore.next(visit);
      expect(next.kind).not.toBe('unreadable');
      if (next.kind !== 'item') break;
      kinds.add(next.item.kind);
      await storage.outboxStore.done(visit, next.item);
    }
  }
  expect([...kinds].sort()).toEqual(['approval', 'bundle', 'live', 'reminder', 'reply', 'window']);
});

it('nothing of it but names has changed, and nothing was unreadable', () => {
  const kept = [...former].filter(([key]) => !/^(?:lease:|layout$)/.test(key) && !isOfClock(key));
  const now = new Map(moved.map(({ key, value }) => [key, value]));
  expect(now.get('layout')).toBe('3');
  now.delete('layout');
  expect([...now.keys()].sort()).toEqual(kept.map(([key]) => nameNow(key)).sort());
  for (const [key, value] of kept) {
    expect(plain(now.get(nameNow(key))), key).toEqual(plain(value));
  }
  expect(log.count('stored_unreadable')).toBe(0);
});
