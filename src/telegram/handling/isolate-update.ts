// Poison isolation: whatever an update does, to its handler or to the whole process, it is put aside
// in the end, and costs the others as little as can be.
import type { Update } from 'grammy/types';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import { createLanes } from '../../runtime/lanes.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import type { DeadLetterUpdate, UpdateRefusal } from './dead-letter-update.ts';
import type { HandlingDeadline } from './handling-time.ts';
import type { UpdateLog, UpdateState } from './update-log.ts';

export interface Handling {
  readonly update: Update;
  readonly work: () => Promise<void>;
  /** Aborted when the program stops. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the work was done, before or now, or when the update was put aside. Rejects when
 * `signal` ended it: it must come again.
 */
export type IsolateUpdate = (handling: Handling) => Promise<void>;

interface Deps {
  readonly updateLog: UpdateLog;
  readonly deadLetter: DeadLetterUpdate;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly inTime: HandlingDeadline;
  readonly clock: Clock;
  readonly log: Logger;
}

/** So many processes may end in the middle of one update. */
const MAX_DEATHS = 3;
/** A tap is answered within a second, also while Redis is away. */
const MAX_TAP_WAIT_MS = 100;
/** When the program stops there is little time. */
const LET_GO_MS = 300;

export function createIsolateUpdate(deps: Deps): IsolateUpdate {
  const { deadLetter, inTime } = deps;
  const { begin, end, letGo } = createNotes(deps);
  /** One by one: which of those that were in flight ended the process shows by itself. */
  const suspects = createLanes();

  async function putAside(handling: Handling, refusal: UpdateRefusal): Promise<void> {
    await deadLetter(handling.update, refusal, handling.signal);
    await end(handling, 'handled');
  }

  async function run(handling: Handling, tries: number): Promise<void> {
    const { update, work, signal } = handling;
    try {
      // Taps have lanes and limits of their own (taps.ts): each is answered first of all.
      await (isTap(update) ? work() : inTime(work, signal));
    } catch (error) {
      if (!signal.aborted) {
        const isSilent = !isTap(update);
        return await putAside(handling, { reason: messageOf(error), attempts: tries, isSilent });
      }
      await letGo(handling);
      throw error;
    }
    // A repeated tap gets its first answer once more; whatever else comes again is dropped.
    await end(handling, isTap(update) ? 'again' : 'handled');
  }

  async function runSuspect(handling: Handling, deaths: number): Promise<void> {
    if (deaths >= MAX_DEATHS) {
      return await putAside(handling, { reason: DEADLY, attempts: deaths, isSilent: true });
    }
    await begin(handling, true);
    await run(handling, deaths + 1);
  }

  return async (handling) => {
    const { isHandled, deaths } = await begin(handling, false);
    if (isHandled) await end(handling, 'handled');
    else if (deaths === 0) await run(handling, 1);
    else await suspects.run('', () => runSuspect(handling, deaths));
  };
}

const DEADLY = 'Every process that handled this update ended before it was done.';

/** What is written down of an update. What can't be is no reason not to handle it. */
function createNotes({ updateLog, retryWhileUnavailable, clock, log }: Deps) {
  async function begin({ update, signal }: Handling, despiteDeaths: boolean): Promise<UpdateState> {
    const asked = () => updateLog.begin(update.update_id, { despiteDeaths });
    const unknown: UpdateState = { isHandled: false, deaths: 0 };
    const begun = isTap(update)
      ? withDeadline(asked(), { ms: MAX_TAP_WAIT_MS, clock, signal })
      : retryWhileUnavailable(asked, { signal });
    return (await begun.catch(unlessStopped(signal))) ?? unknown;
  }

  async function end({ update, signal }: Handling, outcome: 'handled' | 'again'): Promise<void> {
    const ended = retryWhileUnavailable(() => updateLog.end(update.update_id, outcome), { signal });
    await ended.catch(unlessStopped(signal));
  }

  /** For `.catch`: it is told, and must come again only when the program stops. */
  function unlessStopped(signal: AbortSignal): (error: unknown) => undefined {
    return (error) => {
      if (signal.aborted) throw error;
      log.warn({ reason: messageOf(error) }, 'telegram_update_not_noted');
    };
  }

  /** It ends in peace: nobody shall take it for one that ended a process. */
  async function letGo({ update }: Handling): Promise<void> {
    const noted = updateLog.end(update.update_id, 'cut-short').catch(() => {});
    await withDeadline(noted, { ms: LET_GO_MS, clock });
  }

  return { begin, end, letGo };
}

function isTap({ callback_query: tap }: Update): boolean {
  return tap !== undefined;
}
