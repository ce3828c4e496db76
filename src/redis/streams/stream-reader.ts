// Reads foreign streams from where jobwire left them, each in its turn and a bounded number of bytes at a
// time. The position moves on in the same step that journals what was read; when another replica was faster,
// reading goes on from its position. A stream that can't be read is set aside, and the others go on.

import type { Redis } from 'ioredis';
import type { Dialect } from '../../dialects/dialect.ts';
import type { Ingest, IngestStep, SourceBatch } from '../../intake/isolate-poison.ts';
import { START } from '../../journal/journal.ts';
import { arrivalMs } from '../../journal/position.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { Keys } from '../scripts/keys.ts';
import { fieldsOf } from '../scripts/stream-entries.ts';
import {
  type Batch,
  createBoundedStreams,
  type ReadStreams,
  type StreamPosition,
} from './bounded-streams.ts';
import { createReadPositions, type ReadPositions, readPositionAt } from './read-positions.ts';
import type { StreamAside } from './stream-aside.ts';
import type { StreamPositions } from './stream-positions.ts';
import type { TrimWatch } from './trim-watch.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly positions: StreamPositions;
  readonly ingest: Ingest;
  readonly dialect: Pick<Dialect, 'name' | 'textOf'>;
  readonly aside: StreamAside;
  readonly trims: TrimWatch;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly metrics: Pick<Metrics, 'sourceLag'>;
  /** No stream runs ahead of another one: what later ones say is explained by earlier ones. */
  readonly inStep: boolean;
}

export interface StreamReader {
  /** Streams to read from now on; what is known already keeps its position. */
  know(...streams: readonly (string | undefined)[]): void;
  /** Every stream that can be read and the position to read on from. */
  positions(): ReadonlyMap<string, string>;
  /**
   * One turn: some of every stream that has something, a bounded number of bytes. Answers whether there is
   * more. Rejects when Redis is away; then it begins anew from what is stored.
   */
  turn(): Promise<boolean>;
  /** It had more than was read when it had its last turn. */
  isBehind(stream: string): boolean;
  /** Looks up the positions anew before it reads on, and whether anything was lost meanwhile. */
  forget(): void;
  /** Looks up the positions anew. */
  refresh(): void;
}

/** Read in one call; more streams are read in turn. */
const STREAMS_AT_ONCE = 200;
/** Then other streams, and whoever waits for this turn, go on. */
const READS_IN_TURN = 4;

export function createStreamReader(deps: Deps): StreamReader {
  const { aside } = deps;
  const readPositions = createReadPositions(deps);
  const readSome = createReadSome({ ...deps, readPositions });
  let first = 0;

  /** Those in step are told in the order in which they explain each other; of others each is first once. */
  function inOrder(streams: readonly string[]): readonly string[] {
    if (deps.inStep || streams.length === 0) return streams;
    first = (first + 1) % streams.length;
    return [...streams.slice(first), ...streams.slice(0, first)];
  }

  async function turn(): Promise<boolean> {
    await readPositions.lookAtFacts();
    const streams = inOrder(readPositions.readable());
    let isMore = false;
    for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
      isMore = (await readSome(streams.slice(at, at + STREAMS_AT_ONCE))) || isMore;
    }
    deps.metrics.sourceLag(deps.dialect.name, lagSeconds(readPositions, deps.clock));
    return isMore;
  }

  return {
    know(...streams) {
      for (const stream of streams) if (stream !== undefined) readPositions.know(stream);
    },
    positions: () =>
      new Map(readPositions.all().map(([stream, position]) => [stream, position?.after ?? START])),
    isBehind: (stream) => !aside.has(stream) && readPositions.get(stream)?.isLagging !== false,
    refresh: () => readPositions.refresh(false),
    forget: () => readPositions.refresh(true),
    async turn() {
      try {
        return await turn();
      } catch (error) {
        // What was read ahead of a failure may not have been taken in.
        readPositions.refresh(true);
        throw error;
      }
    },
  };
}

/** By the ids of the entries read last in those streams that have more. */
function lagSeconds(positions: ReadPositions, clock: Pick<Clock, 'now'>): number {
  const lagging = positions.all().flatMap(([, at]) => (at?.isLagging ? [arrivalMs(at.after)] : []));
  return lagging.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...lagging)) / 1_000;
}

/** Reads what comes next; a stream that has nothing is not behind. */
function createReadOn(deps: Deps & { readonly readPositions: ReadPositions }) {
  const { aside, readPositions } = deps;
  const read = createBoundedStreams(deps);
  return async (streams: readonly string[]): Promise<ReadStreams> => {
    const from = await readPositions.lookUp(streams);
    if (from.size === 0) return { batches: [], wrong: [], isMore: false, isHeavy: false };
    const found = await read(from);
    const rest = new Set(from.keys());
    for (const { source } of [...found.batches, ...found.wrong]) rest.delete(source);
    for (const stream of rest) {
      aside.recovered(stream);
      const position = readPositions.get(stream);
      // Unless its position changed meanwhile: then this says nothing about what lies behind that.
      const isSame = position === from.get(stream);
      if (isSame && position?.isLagging)
        readPositions.set(stream, { ...position, isLagging: false });
    }
    return found;
  };
}

/** Reads some of these streams and takes it in; answers whether there is more. */
function createReadSome(deps: Deps & { readonly readPositions: ReadPositions }) {
  const { aside, trims, readPositions } = deps;
  const readOn = createReadOn(deps);

  function moveOn({ batches, wrong }: ReadStreams): void {
    for (const { source, reason } of wrong) readPositions.fail(source, reason);
    for (const { source, position, entries, to, isMore, isGap } of batches) {
      if (isGap) trims.lost(source, position.after);
      const stored = entries.length > 0 ? to : position.stored;
      readPositions.set(source, { stored, after: to, isLagging: isMore });
    }
  }

  async function takeIn(batch: Batch): Promise<boolean> {
    const { source, entries } = batch;
    if (entries.length === 0) return true;
    try {
      const result = await deps.ingest(sourceBatch(batch, deps));
      if (result.kind === 'appended') aside.recovered(source);
      // What lies behind the other replica's position is not read yet.
      else readPositions.set(source, movedTo(result.at));
      return result.kind === 'appended';
    } catch (error) {
      if (isUnavailable(error)) throw error;
      readPositions.fail(source, messageOf(error));
      return false;
    }
  }

  /** Answers whether all of it was read from where its stream stood. */
  async function takeAllIn(batches: readonly Batch[]): Promise<boolean> {
    let isInOrder = true;
    for (const batch of batches) isInOrder = (await takeIn(batch)) && isInOrder;
    return isInOrder;
  }

  /** The next part is read while one is taken in. */
  return async (streams: readonly string[]): Promise<boolean> => {
    let found = await readOn(streams);
    for (let reads = 1; ; reads += 1) {
      moveOn(found);
      const goesOn = found.isMore && reads < READS_IN_TURN;
      // Its command goes out first, so that it is answered before the append.
      const ahead = goesOn && !found.isHeavy ? readOn(streams) : undefined;
      const [isInOrder, next] = await Promise.all([takeAllIn(found.batches), ahead]);
      // What was read ahead lies behind what was not taken in: it is read again.
      if (!isInOrder) return true;
      if (!goesOn) return found.isMore;
      found = next ?? (await readOn(streams));
    }
  };
}

/** A group that is gone (no position) has to be made again. */
function movedTo(position: string): StreamPosition | undefined {
  return position === '' ? undefined : { ...readPositionAt(position), isLagging: true };
}

function sourceBatch(batch: Batch, { dialect, positions: { group } }: Deps): SourceBatch {
  const { source, position } = batch;
  const steps = stepsOf(batch, dialect);
  return { source, from: position.stored, steps, ...defined({ group }) };
}

function stepsOf(
  { source, entries }: Batch,
  { name: dialect, textOf }: Deps['dialect'],
): IngestStep[] {
  return entries.map(([entryId, flat]) => {
    const fields = fieldsOf(flat);
    const text = textOf?.(fields) ?? JSON.stringify(Object.fromEntries(fields));
    const message = { dialect, text, source, entryId, arrivedAt: Number.parseInt(entryId, 10) };
    return { message, to: entryId };
  });
}
