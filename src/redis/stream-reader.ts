// Reads foreign streams from where jobwire left them. The position moves on in the same step that
// journals what was read; when another replica was faster, reading goes on from its position.
import type { Redis } from 'ioredis';
import type { Dialect } from '../dialects/dialect.ts';
import type { SourceBatch, Step, Take } from '../intake/careful.ts';
import { comparePositions } from '../journal/position.ts';
import { fieldsOf, type StreamReply } from './stream-entries.ts';
import type { StreamPositions } from './stream-positions.ts';

interface Deps {
  readonly redis: Redis;
  readonly positions: StreamPositions;
  readonly take: Take;
  readonly dialect: Pick<Dialect, 'name' | 'textOf'>;
}

export interface StreamReader {
  /** Streams to read from now on; what is known already keeps its position. */
  know(...streams: readonly (string | undefined)[]): void;
  /** Every known stream and the position to read on from. */
  positions(): ReadonlyMap<string, string>;
  /** Reads all known streams to their end, earlier ones first. */
  drain(): Promise<void>;
  /** Looks up the positions anew before it reads on. */
  forget(): void;
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
  const { redis, positions: stored } = deps;
  const known: Positions = new Map();

  /** What was read ahead of a failure may not have been taken in. */
  function forget(): void {
    for (const stream of known.keys()) known.set(stream, undefined);
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
    const result = await deps.take(sourceBatch(batch, deps));
    // A group that is gone has to be made again.
    if (result.kind === 'moved') known.set(batch.source, result.at || undefined);
    return result.kind === 'appended';
  }

  return {
    know(...streams) {
      for (const stream of streams) {
        if (stream !== undefined && !known.has(stream)) known.set(stream, undefined);
      }
    },
    positions: () => new Map([...known].map(([stream, at]) => [stream, at || START])),
    forget,
    async drain() {
      const streams = [...known.keys()];
      for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
        const some = streams.slice(at, at + STREAMS_AT_ONCE);
        try {
          do await lookUp(stored, known, some);
          while (!(await readOn(some)));
        } catch (error) {
          forget();
          throw error;
        }
      }
    },
  };
}

/** Fills in where reading of a stream goes on, for those of which that is not known. */
async function lookUp(
  stored: StreamPositions,
  known: Positions,
  streams: readonly string[],
): Promise<void> {
  const fresh = streams.filter((stream) => known.get(stream) === undefined);
  if (fresh.length === 0) return;
  const found = await stored.lookUp(fresh);
  fresh.forEach((stream, at) => {
    known.set(stream, found[at] ?? '');
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
  const found = inStep((reply ?? []) as [string, StreamReply][]);
  return found.flatMap(([source, entries]) => {
    const to = entries.at(-1)?.[0];
    return to === undefined ? [] : [{ source, entries, from: from.get(source) ?? '', to }];
  });
}

/** Where one stream has more than was read, the others do not run ahead of it. */
function inStep(found: readonly [string, StreamReply][]): readonly [string, StreamReply][] {
  const ends = found.flatMap(([, entries]) =>
    entries.length === BATCH ? (entries.at(-1)?.[0] ?? []) : [],
  );
  const [first, ...rest] = ends;
  if (first === undefined || found.length === 1) return found;
  const horizon = rest.reduce((a, b) => (comparePositions(b, a) < 0 ? b : a), first);
  return found.map(([source, entries]) => [
    source,
    entries.filter(([id]) => comparePositions(id, horizon) <= 0),
  ]);
}

function sourceBatch(batch: Batch, { dialect, positions: { group } }: Deps): SourceBatch {
  const { source, from } = batch;
  const steps = stepsOf(batch, dialect);
  return { source, from, steps, ...(group === undefined ? {} : { group }) };
}

function stepsOf({ source, entries }: Batch, { name: dialect, textOf }: Deps['dialect']): Step[] {
  return entries.map(([entryId, flat]) => {
    const fields = fieldsOf(flat);
    const text = textOf?.(fields) ?? JSON.stringify(Object.fromEntries(fields));
    const message = { dialect, text, source, entryId, arrivedAt: Number.parseInt(entryId, 10) };
    return { message, to: entryId };
  });
}
