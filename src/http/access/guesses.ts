// Slows down guessing: after a few invalid tokens from one address, each further one makes that address wait longer.
// Counted per replica, for the most recent addresses.
import type { FastifyRequest } from 'fastify';
import { isSessionSecret } from '../../audience/sign-in/sessions.ts';
import { isTokenSecret } from '../../audience/tokens.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { networkOf } from './network.ts';

export interface Guesses {
  /** How long this caller has to wait before this token may be tried, in milliseconds; 0 for now. */
  waitMs(request: FastifyRequest, bearer: string): number;
  /** The token was invalid. Returns how long the caller has to wait from now on; 0 while tries are free. */
  failed(request: FastifyRequest, bearer: string): number;
  /** The same for something signed, which nobody guesses: a genuine one never waits. */
  failedProof(request: FastifyRequest): number;
}

interface Deps {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Public URL of the server; if set, a proxy on this machine is trusted to name the client. */
  readonly publicUrl?: string;
}

interface Failures {
  count: number;
  /** By the monotonic clock. */
  lastAt: number;
  waitUntil: number;
}

const FREE_TRIES = 10;
const growingWaitMs = backoff({ firstMs: 1_000, maxMs: 60_000 });
/** After so long without another invalid token, the count starts over. */
const FORGET_MS = 600_000;
const MAX_ADDRESSES = 10_000;

export function createGuesses({ clock, publicUrl }: Deps): Guesses {
  const byAddress = new Map<string, Failures>();

  function keyOf(request: FastifyRequest, kind: 'random' | 'guess'): string {
    return `${kind} ${networkOf(request, publicUrl !== undefined)}`;
  }

  function remember(key: string, failures: Failures): void {
    byAddress.delete(key);
    byAddress.set(key, failures);
    const [oldest] = byAddress.keys();
    if (byAddress.size > MAX_ADDRESSES && oldest !== undefined) byAddress.delete(oldest);
  }

  function failed(key: string): number {
    const now = clock.monotonic();
    const known = byAddress.get(key);
    const isForgotten = known === undefined || now - known.lastAt > FORGET_MS;
    const waiting = isForgotten ? 0 : known.waitUntil - now;
    // Tries during the wait do not extend it.
    if (waiting > 0) return waiting;
    const count = isForgotten ? 1 : known.count + 1;
    const waitMs = waitAfter(count);
    remember(key, { count, lastAt: now, waitUntil: now + waitMs });
    return waitMs;
  }

  return {
    waitMs(request, bearer) {
      // A 256-bit secret is always tried: it can't be guessed, and a valid one never has to wait.
      if (isRandom(bearer)) return 0;
      const known = byAddress.get(keyOf(request, 'guess'));
      return known === undefined ? 0 : Math.max(0, known.waitUntil - clock.monotonic());
    },
    // Polling with a revoked token is no guessing, and must not keep an admin at the same address waiting.
    failed: (request, bearer) => failed(keyOf(request, isRandom(bearer) ? 'random' : 'guess')),
    failedProof: (request) => failed(keyOf(request, 'random')),
  };
}

/** Whether it has the form of a secret of ours. */
function isRandom(bearer: string): boolean {
  return isTokenSecret(bearer) || isSessionSecret(bearer);
}

function waitAfter(count: number): number {
  return count <= FREE_TRIES ? 0 : growingWaitMs(count - FREE_TRIES);
}
