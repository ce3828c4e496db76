// Where reading of each known stream goes on, from what is stored and from what became of the stream while
// nobody read it.
import { START } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { StreamPosition } from './bounded-streams.ts';
import type { StreamAside } from './stream-aside.ts';
import type { StreamPositions } from './stream-positions.ts';
import type { TrimWatch } from './trim-watch.ts';

interface Deps {
  readonly positions: StreamPositions;
  readonly aside: StreamAside;
  readonly trims: TrimWatch;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export interface ReadPositions {
  know(stream: string): void;
  /** `undefined` until it is looked up. */
  get(stream: string): StreamPosition | undefined;
  set(stream: string, position: StreamPosition | undefined): void;
  /** Every stream that can be read, with where it goes on, as far as that is known. */
  all(): readonly (readonly [stream: string, position: StreamPosition | undefined])[];
  /** Those that are to be read now: all but those set aside of which it is not yet time. */
  readable(): string[];
  /** Those whose position is known, once it is looked up where it was not. */
  lookUp(streams: readonly string[]): Promise<Map<string, StreamPosition>>;
  /** It can't be read, or what was read of it not be taken in. */
  fail(stream: string, reason: string): void;
  /** All are looked up anew. `mayHaveLost`: they may have been trimmed meanwhile. */
  refresh(mayHaveLost: boolean): void;
  /** Finds out what became of the streams, as often as that is worth its time. */
  lookAtFacts(): Promise<void>;
}

/** So rarely that it costs a fiftieth of the time. */
const FACTS = { leastMs: 2_000, factor: 50 };

export function createReadPositions({ positions, aside, trims, clock }: Deps): ReadPositions {
  const known = new Map<string, StreamPosition | undefined>();
  let mayHaveLost = true;
  let factsDueAt = 0;

  const readable = () => [...known.keys()].filter((stream) => !aside.isResting(stream));

  function fail(stream: string, reason: string): void {
    known.set(stream, undefined);
    aside.failed(stream, reason);
  }

  async function lookUp(streams: readonly string[]): Promise<Map<string, StreamPosition>> {
    const fresh = streams.filter((stream) => known.get(stream) === undefined);
    const found = fresh.length === 0 ? [] : await positions.lookUp(fresh);
    for (const [at, stream] of fresh.entries()) {
      const one = found[at];
      if (one?.kind === 'at') known.set(stream, readPositionAt(one.position));
      else fail(stream, one?.reason ?? 'it has no position');
    }
    return new Map(
      streams.flatMap((stream) => {
        const position = known.get(stream);
        return position === undefined ? [] : [[stream, position] as const];
      }),
    );
  }

  return {
    readable,
    fail,
    lookUp,
    know(stream) {
      if (!known.has(stream)) known.set(stream, undefined);
    },
    get: (stream) => known.get(stream),
    set: (stream, position) => void known.set(stream, position),
    all: () => [...known].filter(([stream]) => !aside.has(stream)),
    refresh(isLost) {
      for (const stream of known.keys()) known.set(stream, undefined);
      mayHaveLost ||= isLost;
    },
    async lookAtFacts() {
      const startedAt = clock.monotonic();
      if (!mayHaveLost && startedAt < factsDueAt) return;
      const looked = await lookUp(readable());
      const stored = new Map([...looked].map(([stream, position]) => [stream, position.stored]));
      const remade = await (mayHaveLost ? trims.look(stored) : trims.findRemade(stored));
      for (const stream of remade) {
        known.set(stream, { ...readPositionAt(stored.get(stream) ?? ''), after: START });
      }
      mayHaveLost = false;
      const now = clock.monotonic();
      factsDueAt = now + Math.max(FACTS.leastMs, (now - startedAt) * FACTS.factor);
    },
  };
}

export function readPositionAt(position: string): StreamPosition {
  return { stored: position, after: position === '' ? START : position, isLagging: false };
}
