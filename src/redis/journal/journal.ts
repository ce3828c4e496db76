// Keeps the journal: a Redis stream whose ids are the positions.
import type { Redis } from 'ioredis';
import {
  type AppendBatch,
  type AppendFailure,
  type AppendResult,
  type Journal,
  REPEAT_WINDOW_MS,
  START,
} from '../../journal/journal.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept, READ_BYTES } from '../scripts/limits.ts';
import { loadScript } from '../scripts/script.ts';
import { readEntries, type StreamReply } from '../scripts/stream-entries.ts';
import { createBoundedJournal } from './bounded-journal.ts';
import { eventLines } from './event-lines.ts';
import { createQuery } from './journal-query.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly limits: Limits;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly now: () => number;
  readonly reader?: StoredReader;
}

export function createJournal(deps: Deps): Journal {
  const { redis, keys, limits, newEpoch, now, reader = createStoredReader() } = deps;
  const append = loadScript(new URL('./append.lua', import.meta.url));
  const bounded = createBoundedJournal({ redis, keys, reader });

  return {
    query: createQuery({ redis, keys, reader }),
    async append(batch) {
      const args = [keys.prefix, ...appendArgs(batch, limits, now())];
      const reply = await append(redis, { keys: [keys.journal], args });
      return resultOf(batch, reply as Reply);
    },
    async read(after, limit, maxBytes = READ_BYTES) {
      const stretch = { to: '+', order: 'asc', limit, maxBytes } as const;
      for (let from = after; ; ) {
        const { entries, last } = await bounded.read({ ...stretch, from: `(${from}` });
        if (entries.length > 0 || last === undefined) return [...entries];
        from = last;
      }
    },
    async get(positions) {
      if (positions.length === 0) return [];
      const pipeline = redis.pipeline();
      for (const position of positions) pipeline.xrange(keys.journal, position, position);
      const replies = (await pipeline.exec()) ?? [];
      return replies.map(([error, found]) => {
        if (error) throw error;
        return readEntries(found as StreamReply, { journal: keys.journal, reader })[0];
      });
    },
    async bounds() {
      await redis.set(keys.epoch, newEpoch(), 'NX');
      const [epoch, first, last] = await Promise.all([
        redis.get(keys.epoch),
        redis.xrange(keys.journal, '-', '+', 'COUNT', 1),
        lastPosition(redis, keys.journal),
      ]);
      return { epoch: epoch ?? '', first: first[0]?.[0], last };
    },
  };
}

type Reply =
  | ['moved', at: string]
  | ['appended', positions: string, failures: string[], problem: string];

function resultOf(batch: AppendBatch, reply: Reply): AppendResult {
  if (reply[0] === 'moved') return { kind: 'moved', at: reply[1] };
  const [kind, answer, flat, problem] = reply;
  const positions = answer.split(' ');
  const failures: AppendFailure[] = [];
  for (let at = 0; at + 2 < flat.length; at += 3) {
    const [index, kind, reason = ''] = flat.slice(at, at + 3);
    failures.push({ index: Number(index), kind: kind === 'lost' ? 'lost' : 'unindexed', reason });
  }
  return {
    kind,
    positions: batch.candidates.map((_, at) => positions[at] || undefined),
    ...(failures.length === 0 ? {} : { failures }),
    ...(problem === '' ? {} : { problem }),
  };
}

/** The newest id a stream ever gave out, also when the entry itself is gone. */
async function lastPosition(redis: Redis, stream: string): Promise<string> {
  if ((await redis.exists(stream)) === 0) return START;
  const info = (await redis.xinfo('STREAM', stream)) as (string | number)[];
  return String(info[info.indexOf('last-generated-id') + 1]);
}

function appendArgs(batch: AppendBatch, limits: Limits, now: number): (string | number)[] {
  const { candidates, deadLetters, again = [], aside = [], acknowledgement } = batch;
  const { source = '', from = '', to = '', group = '' } = acknowledgement ?? {};
  return [
    ...[source, from, to, group],
    ...[limits.retentionMs, REPEAT_WINDOW_MS, limits.perJob, oldestKept(limits, now)],
    ...[batch.poison === 'tell' ? '' : '1', batch.letter ?? ''],
    deadLetters.length,
    ...deadLetters.flatMap((dead) => [
      ...[dead.source, dead.entryId, dead.raw, dead.reason],
      ...[dead.attempts, dead.stage ?? 'decoding'],
    ]),
    again.length,
    ...again.flatMap(({ id, message, dueAt }) => [id, message, dueAt]),
    aside.length,
    ...aside.flatMap(({ position, state }) => [position, state]),
    candidates.map((candidate) => `${eventLines(candidate, now).join('\n')}\n`).join(''),
  ];
}
