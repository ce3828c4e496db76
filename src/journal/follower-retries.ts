// Retries the entries that a follower of the journal has set aside: in order within one key, with growing
// pauses, and gives them up in the end if the follower does.
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
  /** The entries set aside: position -> state. */
  load(): Promise<ReadonlyMap<Position, AsideState>>;
  /** Retries what is due; returns what remains, and after how many ms the next is due (Infinity: none). */
  retryDue(aside: ReadonlyMap<Position, AsideState>): Promise<Remaining>;
}

interface Remaining {
  readonly aside: ReadonlyMap<Position, AsideState>;
  readonly nextMs: number;
}

const PAUSES_MS = [200, 1_000, 5_000, 30_000, 60_000] as const;
const MAX_PAUSE_MS = 60_000;
/** Including the first try, before it was set aside. */
const MAX_TRIES = 4;
/** Per round; then new entries have their turn. */
const MAX_AT_ONCE = 20;

function pauseAfter(tries: number): number {
  return tries === 0 ? 0 : (PAUSES_MS[tries - 1] ?? MAX_PAUSE_MS);
}

export function createFollowerRetries(deps: Deps): FollowerRetries {
  const { name, source, aside: store, clock, metrics } = deps;
  /** For entries tried by this process; others are due at once. */
  const dueAt = new Map<Position, number>();
  const attempt = createAttempt(deps);

  function waitMs(position: Position, { tries }: AsideState): number {
    const now = clock.monotonic();
    if (!dueAt.has(position)) dueAt.set(position, now + (tries > 1 ? 0 : pauseAfter(tries)));
    return Math.max(0, (dueAt.get(position) ?? now) - now);
  }

  /** Returns the state if the entry remains to be retried. */
  async function tryWhenDue(
    position: Position,
    state: AsideState,
  ): Promise<AsideState | undefined> {
    if (waitMs(position, state) > 0) return state;
    const failedAgain = (await attempt(position, state)) === 'again';
    dueAt.delete(position);
    if (!failedAgain) {
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
      const remaining = new Map(aside);
      const blocked = new Map<string, number>();
      let triesLeft = MAX_AT_ONCE;
      for (const [position, state] of aside) {
        if (blocked.has(state.order)) continue;
        triesLeft -= waitMs(position, state) === 0 ? 1 : 0;
        const next = triesLeft < 0 ? state : await tryWhenDue(position, state);
        if (next === undefined) remaining.delete(position);
        else {
          remaining.set(position, next);
          blocked.set(next.order, Math.max(1, waitMs(position, next)));
        }
      }
      metrics.followerAside(name, remaining.size);
      return { aside: remaining, nextMs: Math.min(...blocked.values()) };
    },
  };
}

/** One more try of one entry. */
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
