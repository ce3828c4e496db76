// Poison-message isolation: an update that keeps failing its handler, or kills the whole process, ends as
// a dead letter and costs the others as little as possible.
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
 * Resolves once the work is done, now or earlier, or the update was dead-lettered. Rejects if `signal`
 * interrupted it: it must be delivered again.
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

/** After this many processes died while handling it, an update is dead-lettered. */
const MAX_DEATHS = 3;
/** Taps are answered within a second, even while Redis is away. */
const MAX_TAP_WAIT_MS = 100;
/** When the program stops there is little time. */
const RELEASE_MS = 300;

export function createIsolateUpdate(deps: Deps): IsolateUpdate {
  const { deadLetter, inTime } = deps;
  const { begin, end, release } = createRecords(deps);
  /** One at a time, so that the one that kills the process is identified. */
  const isolated = createLanes();

  async function putAside(handling: Handling, refusal: UpdateRefusal): Promise<void> {
    await deadLetter(handling.update, refusal, handling.signal);
    await end(handling, 'handled');
  }

  async function run(handling: Handling, tries: number): Promise<void> {
    const { update, work, signal } = handling;
    try {
      // Taps have lanes and limits of their own (taps.ts).
      await (isTap(update) ? work() : inTime(work, signal));
    } catch (error) {
      if (!signal.aborted) {
        const isSilent = !isTap(update);
        return await putAside(handling, { reason: messageOf(error), attempts: tries, isSilent });
      }
      await release(handling);
      throw error;
    }
    // A redelivered tap gets its first answer again; any other redelivered update is dropped.
    await end(handling, isTap(update) ? 'again' : 'handled');
  }

  async function runIsolated(handling: Handling, deaths: number): Promise<void> {
    if (deaths >= MAX_DEATHS) {
      return await putAside(handling, {
        reason: EVERY_PROCESS_DIED,
        attempts: deaths,
        isSilent: true,
      });
    }
    await begin(handling, true);
    await run(handling, deaths + 1);
  }

  return async (handling) => {
    const { isHandled, deaths } = await begin(handling, false);
    if (isHandled) await end(handling, 'handled');
    else if (deaths === 0) await run(handling, 1);
    else await isolated.run('', () => runIsolated(handling, deaths));
  };
}

const EVERY_PROCESS_DIED = 'Every process that handled this update ended before it was done.';

/** Records the course of an update. Failing to do so is no reason not to handle it. */
function createRecords({ updateLog, retryWhileUnavailable, clock, log }: Deps) {
  async function begin({ update, signal }: Handling, despiteDeaths: boolean): Promise<UpdateState> {
    const recorded = () => updateLog.begin(update.update_id, { despiteDeaths });
    const unknown: UpdateState = { isHandled: false, deaths: 0 };
    const begun = isTap(update)
      ? withDeadline(recorded(), { ms: MAX_TAP_WAIT_MS, clock, signal })
      : retryWhileUnavailable(recorded, { signal });
    return (await begun.catch(unlessStopped(signal))) ?? unknown;
  }

  async function end({ update, signal }: Handling, outcome: 'handled' | 'again'): Promise<void> {
    const ended = retryWhileUnavailable(() => updateLog.end(update.update_id, outcome), { signal });
    await ended.catch(unlessStopped(signal));
  }

  /** For `.catch`: logs the error; rethrows it only if the program stops. */
  function unlessStopped(signal: AbortSignal): (error: unknown) => undefined {
    return (error) => {
      if (signal.aborted) throw error;
      log.warn({ reason: messageOf(error) }, 'telegram_update_not_recorded');
    };
  }

  /** Records that the update was interrupted, so that it does not count as one that killed the process. */
  async function release({ update }: Handling): Promise<void> {
    const noted = updateLog.end(update.update_id, 'cut-short').catch(() => {});
    await withDeadline(noted, { ms: RELEASE_MS, clock });
  }

  return { begin, end, release };
}

function isTap({ callback_query: tap }: Update): boolean {
  return tap !== undefined;
}
