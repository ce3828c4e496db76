// Reads foreign streams from where jobwire left them. The position moves on in the same step that
// journals what was read; when another replica was faster, reading goes on from its position.
import type { Redis } from 'ioredis';
import type { RawMessage } from '../dialects/dialect.ts';
import type { Receive } from '../intake/receive.ts';
import type { StreamReply } from './journal.ts';

interface Deps {
  readonly redis: Redis;
  readonly positionsKey: string;
  readonly receive: Receive;
  readonly dialect: string;
  /** Fields that may hold the message, the first one present is taken. */
  readonly fields: readonly string[];
}

export interface StreamReader {
  /** Streams to read from now on; what is known already keeps its position. */
  know(...streams: readonly (string | undefined)[]): void;
  /** Every known stream and the position to read on from. */
  positions(): ReadonlyMap<string, string>;
  /** Reads all known streams to their end. */
  drain(): Promise<void>;
}

interface Batch {
  readonly source: string;
  readonly entries: StreamReply;
  /** Positions before and after it. */
  readonly from: string;
  readonly to: string;
}

/** Read up to here; '' for a stream that was never read, undefined until it is looked up. */
type Positions = Map<string, string | undefined>;

const BATCH = 500;
/** Read in one call; more streams are read in turn. */
const STREAMS_AT_ONCE = 200;
const START = '0-0';

export function createStreamReader(deps: Deps): StreamReader {
  const { redis, receive } = deps;
  const known: Positions = new Map();

  /** What was read ahead of a failure may not have been taken in. */
  function forget(error: unknown): never {
    for (const stream of known.keys()) known.set(stream, undefined);
    throw error;
  }

  /**
   * The next batch is read while one is taken in. Answers false when somebody else read on
   * meanwhile: then there may be more, from where they stand.
   */
  async function readOn(streams: readonly string[]): Promise<boolean> {
    let isInOrder = true;
    let batches = await readBatches(redis, known, streams);
    while (isInOrder && batches.length > 0) {
      for (const { source, to } of batches) known.set(source, to);
      const isMore = batches.some(({ entries }) => entries.length === BATCH);
      // Its command goes out first, so that it is answered before the append.
      const ahead = isMore ? readBatches(redis, known, streams) : [];
      [isInOrder, batches] = await Promise.all([takeAllIn(batches), ahead]);
    }
    return isInOrder;
  }

  /** Answers whether all of it was read from where its stream stood. */
  async function takeAllIn(batches: readonly Batch[]): Promise<boolean> {
    let isInOrder = true;
    for (const batch of batches) isInOrder = (await takeIn(batch)) && isInOrder;
    return isInOrder;
  }

  async function takeIn(batch: Batch): Promise<boolean> {
    const { source, from, to } = batch;
    const acknowledgement = { source, from, to };
    const messages = messagesIn(batch, deps);
    const result = await receive.take({ messages, lossy: false, acknowledgement });
    if (result.kind === 'moved') known.set(source, result.at);
    return result.kind === 'appended';
  }

  return {
    know(...streams) {
      for (const stream of streams) {
        if (stream !== undefined && !known.has(stream)) known.set(stream, undefined);
      }
    },
    positions: () => new Map([...known].map(([stream, at]) => [stream, at || START])),
    async drain() {
      await lookUp(deps, known);
      const streams = [...known.keys()];
      for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
        const some = streams.slice(at, at + STREAMS_AT_ONCE);
        while (!(await readOn(some).catch(forget)));
      }
    },
  };
}

/** Fills in where reading of a stream goes on, for those of which that is not known. */
async function lookUp(
  { redis, positionsKey }: Pick<Deps, 'redis' | 'positionsKey'>,
  known: Positions,
): Promise<void> {
  const fresh = [...known].flatMap(([stream, at]) => (at === undefined ? [stream] : []));
  if (fresh.length === 0) return;
  const stored = await redis.hmget(positionsKey, ...fresh);
  fresh.forEach((stream, at) => {
    known.set(stream, stored[at] ?? '');
  });
}

/** What comes next in these streams; those without anything new are left out. */
async function readBatches(
  redis: Redis,
  known: Positions,
  streams: readonly string[],
): Promise<Batch[]> {
  const from = new Map(streams.map((stream) => [stream, known.get(stream) ?? '']));
  const after = [...from.values()].map((position) => position || START);
  const reply = await redis.xread('COUNT', BATCH, 'STREAMS', ...streams, ...after);
  const found = (reply ?? []) as [string, StreamReply][];
  return found.flatMap(([source, entries]) => {
    const to = entries.at(-1)?.[0];
    return to === undefined ? [] : [{ source, entries, from: from.get(source) ?? '', to }];
  });
}

function messagesIn(
  { source, entries }: Batch,
  { dialect, fields }: Pick<Deps, 'dialect' | 'fields'>,
): RawMessage[] {
  return entries.map(([entryId, flat]) => ({
    dialect,
    text: textIn(flat, fields),
    source,
    entryId,
    arrivedAt: Number.parseInt(entryId, 10),
  }));
}

/** An entry without any of the wanted fields is handed on whole, so that its dead letter shows it. */
function textIn(fields: readonly string[], wanted: readonly string[]): string {
  const at = fields.findIndex((name, index) => index % 2 === 0 && wanted.includes(name));
  return at < 0 ? JSON.stringify(fields) : (fields[at + 1] ?? '');
}
