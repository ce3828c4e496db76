// Routing of events, and decisions on requests. Part of the composition root.

import { confirmedApprovals } from './app-storage.ts';
import { createAddComment } from './approvals/decisions/add-comment.ts';
import { createApplyStanding } from './approvals/decisions/apply-standing.ts';
import { createDecide } from './approvals/decisions/decide.ts';
import { createExpiry } from './approvals/decisions/expire.ts';
import { createStopStanding } from './approvals/decisions/stop-standing.ts';
import type { Policies } from './approvals/policy/policy-schema.ts';
import { standingRules } from './approvals/standing/standing-terms.ts';
import { createRevokedVotes } from './approvals/voters/drop-revoked-votes.ts';
import { createRightsNow } from './approvals/voters/voter-rights.ts';
import type { Storage } from './redis/storage.ts';
import { createSilenceReports } from './routing/report-silence.ts';
import type { RouteStore } from './routing/route-store.ts';
import { createRouter } from './routing/router.ts';
import type { Clock } from './runtime/clock.ts';
import type { Health } from './runtime/health.ts';
import type { Lease } from './runtime/lease.ts';
import type { Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';

type DecidingStorage = Pick<
  Storage,
  'approvals' | 'standings' | 'durability' | 'members' | 'tokens'
>;

interface DecidingDeps {
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export type Deciding = ReturnType<typeof createDeciding>;

/** Deciding and commenting, and checks of the voters' current rights. */
export function createDeciding(storage: DecidingStorage, { clock, metrics }: DecidingDeps) {
  const { members, tokens, standings } = storage;
  const store = confirmedApprovals(storage);
  const rightsNow = createRightsNow({ members, tokens });
  const decide = createDecide({ store, standings, rightsNow, clock, metrics });
  return {
    decide,
    rightsNow,
    stopStanding: createStopStanding({ store, standings, clock }),
    addComment: createAddComment({ store, timeOut: decide.timeOut, clock }),
    revokedVotes: createRevokedVotes({ store, rightsNow, clock }),
  };
}

type RoutingStorage = DecidingStorage & Pick<Storage, 'chatBook' | 'silence' | 'waker'>;

interface Deps {
  /** Wrapped by the stall watch. */
  readonly watched: { readonly store: RouteStore; readonly lease: Lease };
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

interface Routing {
  readonly router: Service;
  readonly deciding: Deciding;
  /** Settles requests that nobody decided in time. */
  readonly expiry: Service;
  /** Decides requests that people approved in advance. */
  readonly applyStanding: Service;
  /** Reports jobs that give no sign of life. */
  readonly silence: Service;
}

export function createRouting(storage: RoutingStorage, deps: Deps): Routing {
  const { watched, policies, clock, log, metrics, health } = deps;
  const { approvals, standings, chatBook, waker } = storage;
  const { store, lease } = watched;
  const deciding = createDeciding(storage, { clock, metrics });
  const { decide, rightsNow } = deciding;
  const { timeOut } = decide;
  const rules = standingRules(policies.approvals);
  return {
    router: createRouter({ store, lease, chatBook, waker, policies, clock, log, metrics, health }),
    deciding,
    expiry: createExpiry({ store: approvals, timeOut, clock, log }),
    applyStanding: createApplyStanding({
      store: approvals,
      standings,
      decide,
      rightsNow,
      rules,
      clock,
      log,
    }),
    silence: createSilenceReports({ store: storage.silence, routes: policies.routes, clock, log }),
  };
}
