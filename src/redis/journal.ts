// Keeps the journal: a Redis stream whose ids are the positions.
import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import {
  type AppendBatch,
  type Candidate,
  type Journal,
  type JournalEntry,
  REPEAT_WINDOW_MS,
  START,
} from '../journal/journal.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';
import { seenName } from './seen-name.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** How long events are kept, and repeats of them known, in milliseconds. */
  readonly retentionMs: number;
  /** Makes the identity of a journal that is begun. */
  readonly newEpoch: () => string;
  readonly now: () => number;
}

export function createJournal({ redis, keys, retentionMs, newEpoch, now }: Deps): Journal {
  const append = loadScript('base', 'append');

  return {
    async append(batch) {
      const oldest = `${Math.max(0, now() - retentionMs)}-0`;
      const args = [keys.prefix, ...appendArgs(batch, { oldest, memoryMs: retentionMs })];
      const reply = await append(redis, { keys: [keys.journal], args });
      const [kind, answer] = reply as ['moved' | 'appended', string];
      if (kind === 'moved') return { kind, at: answer };
      const positions = answer.split(' ');
      return { kind, positions: batch.candidates.map((_, at) => positions[at] || undefined) };
    },
    async read(after, limit) {
      return readEntries(await redis.xrange(keys.journal, `(${after}`, '+', 'COUNT', limit));
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

/** What XRANGE answers: id and flat fields of each entry. */
export type StreamReply = readonly (readonly [id: string, fields: readonly string[]])[];

export function readEntries(reply: StreamReply): JournalEntry[] {
  return reply.map(([position, fields]) => ({
    position,
    event: JSON.parse(fields[1] ?? '') as CanonicalEvent,
  }));
}

/** The newest id a stream ever gave out, also when the entry itself is gone. */
async function lastPosition(redis: Redis, stream: string): Promise<string> {
  if ((await redis.exists(stream)) === 0) return START;
  const info = (await redis.xinfo('STREAM', stream)) as (string | number)[];
  return String(info[info.indexOf('last-generated-id') + 1]);
}

/** JSON has no line breaks of its own. */
function candidateLines({ event, identity, arrivedAt, repeatKey }: Candidate): string {
  return `${identity} ${arrivedAt} ${seenName(repeatKey)}\n${JSON.stringify(event)}\n`;
}

function appendArgs(
  { candidates, deadLetters, acknowledgement }: AppendBatch,
  { oldest, memoryMs }: { oldest: string; memoryMs: number },
): (string | number)[] {
  const { source = '', from = '', to = '' } = acknowledgement ?? {};
  return [
    ...[source, from, to, oldest, memoryMs, REPEAT_WINDOW_MS, deadLetters.length],
    ...deadLetters.flatMap((dead) => [
      ...[dead.source, dead.entryId, dead.raw, dead.reason],
      dead.attempts,
    ]),
    candidates.map(candidateLines).join(''),
  ];
}
