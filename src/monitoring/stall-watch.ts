// Detects that the router or the poller has stalled although the storage answers, so that the process must be
// restarted. Time is counted by checks of the monitor, so an outage of Redis, a stopped process and a suspended
// machine don't count.
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Look } from './monitor.ts';

interface Deps {
  readonly health: Pick<Health, 'snapshot' | 'reports'>;
  readonly log: Pick<Logger, 'error'>;
  /** Called once. */
  readonly onStall: () => void;
}

export interface StallWatch {
  /** Wraps store and lease: each answered call shows that the router is alive. */
  watchRouter<Store extends object>(parts: RouterParts<Store>): RouterParts<Store>;
  look(look: Look): void;
}

interface RouterParts<Store> {
  readonly store: Store;
  readonly lease: Lease;
}

/** A router makes a call every second, even if it has nothing to do or another replica leads. */
const MAX_SILENT_MS = 60_000;
/** A leader with work makes progress. */
const MAX_STALLED_MS = 60_000;
/** A poll takes half a minute, and so may its failure. */
const MAX_POLL_MS = 120_000;
const POLLER = 'telegram';

export function createStallWatch({ health, log, onStall }: Deps): StallWatch {
  let router: RouterSigns | undefined;
  let polls = -1;
  const silent = { router: 0, poller: 0 };
  let isOver = false;

  function end(fields: { readonly what: string; readonly ms: number }): void {
    if (isOver) return;
    isOver = true;
    log.error(fields, 'process_stalled');
    onStall();
  }

  function lookAtRouter({ elapsedMs, routingStillMs }: Look): void {
    if (router === undefined) return;
    const { answered, refused, leads } = router.takeSigns();
    silent.router = answered ? 0 : silent.router + elapsedMs;
    if (silent.router >= MAX_SILENT_MS) end({ what: 'router is silent', ms: silent.router });
    // A restart does not help if the storage refuses.
    const isStuck = leads && !refused && routingStillMs >= MAX_STALLED_MS;
    if (isStuck) end({ what: 'router makes no progress', ms: routingStillMs });
  }

  /** A poller that is down reports it; one that is up has to report again and again. */
  function lookAtPoller({ elapsedMs }: Look): void {
    const before = polls;
    polls = health.reports(POLLER);
    const isUp = health.snapshot()[POLLER]?.ok === true;
    silent.poller = isUp && polls === before ? silent.poller + elapsedMs : 0;
    if (silent.poller >= MAX_POLL_MS) end({ what: 'poller is silent', ms: silent.poller });
  }

  return {
    watchRouter({ store, lease }) {
      router = createRouterSigns();
      return router.watch({ store, lease });
    },
    look(look) {
      lookAtRouter(look);
      lookAtPoller(look);
    },
  };
}

type RouterSigns = ReturnType<typeof createRouterSigns>;

function createRouterSigns() {
  let answered = false;
  let refused = false;
  let leads = false;
  const onAnswer = () => {
    answered = true;
  };
  const onRefusal = () => {
    answered = true;
    refused = true;
  };

  return {
    /** The signs since the last call. */
    takeSigns() {
      const signs = { answered, refused, leads };
      answered = false;
      refused = false;
      return signs;
    },
    watch<Store extends object>({ store, lease }: RouterParts<Store>): RouterParts<Store> {
      const acquireOrRenew = async () => {
        const fence = await lease.acquireOrRenew();
        leads = fence !== undefined;
        return fence;
      };
      const watched = { acquireOrRenew, release: lease.release };
      return {
        store: withSigns(store, onAnswer, onRefusal),
        lease: withSigns(watched, onAnswer, onRefusal),
      };
    },
  };
}

/** Wraps functions so that `onAnswer` or `onRefusal` is called when a returned promise settles. */
function withSigns<T extends object>(target: T, onAnswer: () => void, onRefusal: () => void): T {
  const entries = Object.entries(target).map(([name, member]) => [
    name,
    typeof member !== 'function'
      ? member
      : (...args: unknown[]) => {
          const result: unknown = member(...args);
          if (result instanceof Promise) void result.then(onAnswer, onRefusal);
          return result;
        },
  ]);
  return Object.fromEntries(entries) as T;
}
