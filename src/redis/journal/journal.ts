// Keeps the journal: a Redis stream whose ids are the positions.
import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  type AppendBatch,
  type AppendFailure,
  type AppendResult,
  type Journal,
  REPEAT_WINDOW_MS,
  START,
} from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { type Limits, oldestKept, READ_BYTES } from '../scripts/limits.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { readEntries, type StreamReply } from '../scripts/stream-entries.ts';
import { createBoundedJournal } from './bounded-journal.ts';
import { eventLines } from './event-lines.ts';
import { createQuery } from './journal-query.ts';
import { createSteadyEstimate } from './steady-estimate.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly limits: Limits;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly reader?: StoredReader;
}

export function createJournal(deps: Deps): Journal {
  const { redis, keys, limits, newEpoch, clock, reader = createStoredReader() } = deps;
  const append = loadScript<Batch, Reply>(new URL('./append.lua', import.meta.url), REPLY);
  const bounded = createBoundedJournal({ redis, keys, reader });
  const steady = createSteadyEstimate(clock);

  return {
    query: createQuery({ redis, keys, reader }),
    async append(batch) {
      const [now, askedAt] = [clock.now(), clock.monotonic()];
      const { steadyMs, step = '' } = steady.now() ?? {};
      const moment = { now, monotonic: askedAt, steady: steadyMs };
      const lines = batch.candidates.map((one) => `${eventLines(one, moment).join('\n')}\n`);
      const values = { ...valuesOf(batch, limits, now), clockStep: step };
      const reply = await append(redis, { keys, values, rest: [lines.join('')] });
      if (reply[0] === 'moved') return { kind: 'moved', at: reply[1] };
      const [, , , , steadyNow, lastStep] = reply;
      steady.learn({ steadyMs: Number(steadyNow), step: lastStep }, askedAt);
      return resultOf(batch, reply);
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

const REPLY = z.union([
  z.tuple([z.literal('moved'), z.string()]),
  z.tuple([z.literal('appended'), z.string(), TEXTS, z.string(), z.string(), z.string()]),
]);
type Reply = z.infer<typeof REPLY>;
type Appended = Extract<Reply, readonly ['appended', ...unknown[]]>;

function resultOf(batch: AppendBatch, reply: Appended): AppendResult {
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

/** What append.lua takes besides the candidates. */
type Batch = ReturnType<typeof valuesOf> & { readonly clockStep: string };

function valuesOf(batch: AppendBatch, limits: Limits, now: number) {
  const { deadLetters, again = [], aside = [], acknowledgement, poison, letter = '' } = batch;
  const { source = '', from = '', to = '', group = '' } = acknowledgement ?? {};
  return {
    ...{ source, from, to, group, letter, isBurying: poison !== 'report' },
    ...{ memoryMs: limits.retentionMs, windowMs: REPEAT_WINDOW_MS, perJob: limits.perJob },
    oldest: oldestKept(limits, now),
    deadLetters: deadLetters.map(({ stage = 'decoding', ...dead }) => ({ ...dead, stage })),
    again: again.map(({ id, message, dueAt }) => ({ id, message, dueAt })),
    aside: aside.map(({ position, state }) => ({ position, state })),
  };
}
