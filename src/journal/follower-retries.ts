// Tries again what a follower of the journal could not handle, beside the line: entries of one order one after
// another, each with growing pauses, and given up in the end where the follower gives up.
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { type AsideState, type FollowerAside, readState, writeState } from './follower-aside.ts';
import type { Handle } from './handle.ts';
import type { Journal, JournalEntry, Position } from './journal.ts';
import { comparePositions } from './position.ts';

interface Deps {
  readonly name: string;
  /** `follower:<name>`. */
  readonly source: string;
  readonly handle: Handle;
  readonly aside: FollowerAside;
  readonly journal: Pick<Journal, 'append' | 'get'>;
  readonly givesUp: 'entry' | 'never';
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'followerAside' | 'deadLettered'>;
}

export interface FollowerRetries {
  /** What is aside now: position -> state. */
  load(): Promise<ReadonlyMap<Position, AsideState>>;
  /** Tries what is due; answers what is left, and in how many ms something is due (Infinity: nothing). */
  retryDue(aside: ReadonlyMap<Position, AsideState>): Promise<Left>;
}

interface Left {
  readonly aside: ReadonlyMap<Position, AsideState>;
  readonly nextMs: number;
}

const PAUSES_MS = [200, 1_000, 5_000, 30_000, 60_000] as const;
const MAX_PAUSE_MS = 60_000;
/** With the first time, when it was set aside. */
const MAX_TRIES = 4;
/** In one go; then the line has its turn. */
const MAX_AT_ONCE = 20;

function pauseAfter(tries: number): number {
  return tries === 0 ? 0 : (PAUSES_MS[tries - 1] ?? MAX_PAUSE_MS);
}

export function createFollowerRetries(deps: Deps): FollowerRetries {
  const { name, source, aside: store, clock, metrics } = deps;
  /** Of those that were tried by this process; others are due at once. */
  const dueAt = new Map<Position, number>();
  const attempt = createAttempt(deps);

  function waitMs(position: Position, { tries }: AsideState): number {
    const now = clock.monotonic();
    if (!dueAt.has(position)) dueAt.set(position, now + (tries > 1 ? 0 : pauseAfter(tries)));
    return Math.max(0, (dueAt.get(position) ?? now) - now);
  }

  /** Answers its state when it is still to be tried again. */
  async function tryWhenDue(
    position: Position,
    state: AsideState,
  ): Promise<AsideState | undefined> {
    if (waitMs(position, state) > 0) return state;
    const isToRepeat = (await attempt(position, state)) === 'again';
    dueAt.delete(position);
    if (!isToRepeat) {
      await store.drop(source, position);
      return undefined;
    }
    const next = { ...state, tries: state.tries + 1 };
    dueAt.set(position, clock.monotonic() + pauseAfter(next.tries));
    await store.put(source, position, writeState(next));
    return next;
  }

  return {
    async load() {
      const found = await store.all(source);
      const inOrder = [...found].sort(([a], [b]) => comparePositions(a, b));
      return new Map(
        inOrder.map(([position, text]) => [
          position,
          readState(text, { key: source, field: position }),
        ]),
      );
    },
    async retryDue(aside) {
      const left = new Map(aside);
      const blocked = new Map<string, number>();
      let mayTry = MAX_AT_ONCE;
      for (const [position, state] of aside) {
        if (blocked.has(state.order)) continue;
        mayTry -= waitMs(position, state) === 0 ? 1 : 0;
        const next = mayTry < 0 ? state : await tryWhenDue(position, state);
        if (next === undefined) left.delete(position);
        else {
          left.set(position, next);
          blocked.set(next.order, Math.max(1, waitMs(position, next)));
        }
      }
      metrics.followerAside(name, left.size);
      return { aside: left, nextMs: Math.min(...blocked.values()) };
    },
  };
}

/** One more try of one entry: whether it is done with, in one way or another. */
function createAttempt(deps: Deps) {
  const { name, source, handle, journal, givesUp, log, metrics } = deps;

  async function giveUp(entry: JournalEntry, reason: string, attempts: number): Promise<void> {
    const { position, event } = entry;
    const raw = JSON.stringify(event);
    const letter = {
      source,
      entryId: position,
      raw,
      reason,
      attempts,
      stage: 'following',
    } as const;
    await journal.append({ candidates: [], deadLetters: [letter] });
    metrics.deadLettered('following');
    log.error({ follower: name, position, reason }, 'follower_gave_up');
  }

  return async (position: Position, state: AsideState): Promise<'again' | 'done'> => {
    const [entry] = await journal.get([position]);
    if (entry === undefined) {
      log.warn({ follower: name, position }, 'follower_entry_gone');
      return 'done';
    }
    const [failure] = await handle([entry]);
    if (failure === undefined) return 'done';
    const { reason } = failure;
    log.warn({ follower: name, position, reason }, 'follower_failed');
    const tries = state.tries + 1;
    if (givesUp === 'never' || tries < MAX_TRIES) return 'again';
    await giveUp(entry, reason, tries);
    return 'done';
  };
}
