// Receives updates. One replica handles them at a time, in turns: each lasts from acquiring the lease until
// it loses it, meets a conflict with another program, or stops. Replicas that poll and replicas with a webhook
// share the lease, so while they are exchanged one by one, only one way is in use.

import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Lease } from '../../runtime/lease.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Turn } from './turn.ts';

interface Deps {
  readonly turn: Turn;
  readonly lease: Lease;
  /** What /readyz says while another replica has the turn. */
  readonly standbyDetail: string;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Together with the lease's expiry, a killed replica is replaced within four seconds. */
const ELECTION_MS = 150;
const RELEASE_MS = 500;
/** After this the election counts as lost. */
const ANSWER_MS = 5_000;
/** How long it takes at most to notice that the other program stopped. */
const MAX_BACKOFF_MS = 10_000;
const conflictPauseMs = backoff({ firstMs: 2_000, maxMs: MAX_BACKOFF_MS });
/** Spreads elections, so that replicas don't compete at the same moment. */
const JITTER = [0.5, 1.5] as const;
/** A turn that lasted this long shows that the conflict before it is over. */
const CALM_MS = 60_000;

export function createTurns(deps: Deps): Service {
  const { turn, health, clock, log } = deps;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** The pause before the next election; `undefined` if there is none. */
  async function round(signal: AbortSignal, conflicts: number): Promise<Pause | undefined> {
    if (!(await isElected(deps, signal))) return { ms: electionPauseMs(), conflicts };
    const startedAt = clock.monotonic();
    const end = await turn(signal, conflicts > 0);
    if (end !== 'lost') await releaseLease(deps);
    switch (end) {
      case 'stopped':
        return undefined;
      case 'lost':
        return { ms: electionPauseMs(), conflicts: 0 };
      case 'conflict': {
        const consecutive = clock.monotonic() - startedAt > CALM_MS ? 1 : conflicts + 1;
        return {
          ms: jittered(conflictPauseMs(consecutive), JITTER, clock),
          conflicts: consecutive,
        };
      }
    }
  }

  /** Goes on whatever goes wrong. */
  async function safeRound(signal: AbortSignal, conflicts: number) {
    try {
      return await round(signal, conflicts);
    } catch (error) {
      health.report('telegram', false, 'receiving updates failed; starting again');
      log.error({ reason: messageOf(error) }, 'telegram_turn_failed');
      return { ms: MAX_BACKOFF_MS, conflicts };
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let conflicts = 0;
    while (!signal.aborted) {
      const pause = await safeRound(signal, conflicts);
      if (pause === undefined) return;
      conflicts = pause.conflicts;
      await clock.sleep(pause.ms, signal);
    }
  }

  const electionPauseMs = () => jittered(ELECTION_MS, JITTER, clock);

  return {
    name: 'telegram-updates',
    async start() {
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Pause {
  readonly ms: number;
  readonly conflicts: number;
}

async function isElected(
  { lease, standbyDetail, health, clock, log }: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const held = lease.acquireOrRenew().then((fence) => fence !== undefined);
    const isHeld = await withDeadline(held, { ms: ANSWER_MS, clock, signal });
    if (isHeld === false) health.report('telegram', true, standbyDetail);
    return isHeld === true;
  } catch (error) {
    log.debug({ reason: messageOf(error) }, 'poll_election_failed');
    return false;
  }
}

async function releaseLease({ lease, clock, log }: Deps): Promise<void> {
  try {
    await withDeadline(lease.release(), { ms: RELEASE_MS, clock });
  } catch (error) {
    log.debug({ reason: messageOf(error) }, 'poll_lease_not_released');
  }
}
