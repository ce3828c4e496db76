// Ends open streams when their caller's rights shrink: once a second all tokens are looked up together, and the
// streams of one that was revoked or has fewer rights now are ended.
import { rightsCover } from '../../audience/token-rights.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Caller, hasScope, type RenewCallers } from '../access/auth.ts';

/** Contract for everything that stays open: streams, sockets, requests that wait. */
export interface LiveCallers {
  /** Whether this caller's token may open one more, so that no token can crowd out all others. */
  hasRoom(caller: Caller): boolean;
  /** Calls `end` once if the caller loses a right. The returned function unregisters it. */
  register(caller: Caller, end: () => void): Cancel;
  /** Ends all checks. */
  stop(): void;
}

interface Deps {
  readonly renew: RenewCallers;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Logger;
  readonly limits: { readonly readersPerToken: number };
}

interface Group {
  readonly caller: Caller;
  readonly ends: Set<() => void>;
}

const CHECK_MS = 1_000;

/** The reason given to the client. */
export const RIGHTS_CHANGED = 'your rights have changed';

export function createLiveCallers(deps: Deps): LiveCallers {
  const groups = new Map<string, Group>();
  const { count, openOf } = createCounts();
  const checks = createChecks(groups, deps);

  return {
    hasRoom(caller) {
      const isAdminOfAll = hasScope(caller, 'admin') && caller.projects === 'all';
      return isAdminOfAll || openOf(caller) < deps.limits.readersPerToken;
    },
    register(caller, end) {
      const key = keyOf(caller);
      const group = groups.get(key) ?? { caller, ends: new Set<() => void>() };
      groups.set(key, group);
      const forget = () => {
        if (!group.ends.delete(endOnce)) return;
        count(caller, -1);
        if (group.ends.size === 0) groups.delete(key);
        checks.schedule();
      };
      const endOnce = () => {
        forget();
        end();
      };
      group.ends.add(endOnce);
      count(caller, 1);
      checks.schedule();
      return forget;
    },
    stop: checks.stop,
  };
}

/** The same for things of one kind, of which each caller may have `most` open at once. */
export function withShare(liveCallers: LiveCallers, most: number): LiveCallers {
  const { count, openOf } = createCounts();
  return {
    hasRoom: (caller) => openOf(caller) < most && liveCallers.hasRoom(caller),
    register(caller, end) {
      let isOpen = true;
      const leave = () => {
        if (isOpen) count(caller, -1);
        isOpen = false;
      };
      count(caller, 1);
      const forget = liveCallers.register(caller, () => {
        leave();
        end();
      });
      return () => {
        leave();
        forget();
      };
    },
    stop: liveCallers.stop,
  };
}

/** How many things each caller has open, by token. */
function createCounts() {
  const counts = new Map<string, number>();
  return {
    openOf: ({ tokenId }: Caller) => counts.get(tokenId) ?? 0,
    count({ tokenId }: Caller, by: 1 | -1): void {
      const left = (counts.get(tokenId) ?? 0) + by;
      if (left === 0) counts.delete(tokenId);
      else counts.set(tokenId, left);
    },
  };
}

/** One check at a time, and none while nobody is connected. */
function createChecks(groups: ReadonlyMap<string, Group>, { renew, clock, log }: Deps) {
  let cancel: Cancel | undefined;
  let isChecking = false;
  let isStopped = false;

  async function check(): Promise<void> {
    const before = [...groups.values()];
    const now = await renew(before.map(({ caller }) => caller));
    for (const [index, { caller, ends }] of before.entries()) {
      const current = now[index];
      if (current !== undefined && rightsCover(current, caller)) continue;
      log.info({ tokenId: caller.tokenId, open: ends.size }, 'live_caller_ended');
      for (const end of [...ends]) end();
    }
  }

  function run(): void {
    cancel = undefined;
    isChecking = true;
    check()
      // While Redis is unavailable they stay, and are checked once it is back.
      .catch((error: unknown) => {
        log.debug({ reason: messageOf(error) }, 'live_callers_not_checked');
      })
      .then(() => {
        isChecking = false;
        schedule();
      }, ignore);
  }

  function schedule(): void {
    if (groups.size === 0 || isStopped) stop();
    else if (!isChecking) cancel ??= clock.after(CHECK_MS, run);
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
  }

  return {
    schedule,
    stop() {
      isStopped = true;
      stop();
    },
  };
}

/** Never called: nothing before it rejects. */
function ignore(): void {}

/** Callers with the same token, session and rights are checked as one. */
function keyOf({ tokenId, session, scopes, projects }: Caller): string {
  const seen = projects === 'all' ? projects : [...projects].sort();
  return JSON.stringify([tokenId, session?.id ?? '', [...scopes].sort(), seen]);
}
