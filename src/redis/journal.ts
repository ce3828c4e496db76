// Keeps the journal: a Redis stream whose ids are the positions.
import type { Redis } from 'ioredis';
import { type AppendBatch, type Journal, REPEAT_WINDOW_MS, START } from '../journal/journal.ts';
import { eventLines } from './event-lines.ts';
import { createQuery } from './journal-query.ts';
import type { Keys } from './keys.ts';
import { withLateProjects } from './late-projects.ts';
import { type Limits, oldestKept } from './limits.ts';
import { loadScript } from './script.ts';
import { readEntries, type StreamReply } from './stream-entries.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly limits: Limits;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly now: () => number;
}

export function createJournal({ redis, keys, limits, newEpoch, now }: Deps): Journal {
  const append = loadScript('base', 'events', 'append');

  return {
    query: createQuery({ redis, keys }),
    async append(batch) {
      const args = [keys.prefix, ...appendArgs(batch, limits, now())];
      const reply = await append(redis, { keys: [keys.journal], args });
      const [kind, answer] = reply as ['moved' | 'appended', string];
      if (kind === 'moved') return { kind, at: answer };
      const positions = answer.split(' ');
      return { kind, positions: batch.candidates.map((_, at) => positions[at] || undefined) };
    },
    async read(after, limit) {
      const found = await redis.xrange(keys.journal, `(${after}`, '+', 'COUNT', limit);
      return withLateProjects(readEntries(found), { redis, keys });
    },
    async get(positions) {
      if (positions.length === 0) return [];
      const pipeline = redis.pipeline();
      for (const position of positions) pipeline.xrange(keys.journal, position, position);
      const replies = (await pipeline.exec()) ?? [];
      return replies.map(([error, found]) => {
        if (error) throw error;
        return readEntries(found as StreamReply)[0];
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

/** The newest id a stream ever gave out, also when the entry itself is gone. */
async function lastPosition(redis: Redis, stream: string): Promise<string> {
  if ((await redis.exists(stream)) === 0) return START;
  const info = (await redis.xinfo('STREAM', stream)) as (string | number)[];
  return String(info[info.indexOf('last-generated-id') + 1]);
}

function appendArgs(batch: AppendBatch, limits: Limits, now: number): (string | number)[] {
  const { candidates, deadLetters, again = [], acknowledgement } = batch;
  const { source = '', from = '', to = '', group = '' } = acknowledgement ?? {};
  return [
    ...[source, from, to, group],
    ...[limits.retentionMs, REPEAT_WINDOW_MS, limits.perJob, oldestKept(limits, now)],
    deadLetters.length,
    ...deadLetters.flatMap((dead) => [
      ...[dead.source, dead.entryId, dead.raw, dead.reason],
      dead.attempts,
    ]),
    again.length,
    ...again.flatMap(({ id, message, dueAt }) => [id, message, dueAt]),
    candidates.map((candidate) => `${eventLines(candidate).join('\n')}\n`).join(''),
  ];
}
