// Answers what happened in some time, in numbers: events and failures, what jobs cost, how long decisions took.
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import { countEvents, type EventCounts } from './count-events.ts';
import { type DecisionTimes, decisionTimes } from './decision-times.ts';
import { costByProject, type ProjectCost } from './job-costs.ts';
import type { StatsQuery } from './stats-query.ts';

export interface Stats {
  readonly events: EventCounts;
  /** The most expensive first. */
  readonly cost: readonly ProjectCost[];
  readonly decisions: DecisionTimes;
}

interface Deps {
  readonly journal: Pick<Journal, 'query'>;
  readonly board: Pick<JobBoard, 'walk'>;
  readonly approvals: Pick<ApprovalStore, 'recent'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export type ReadStats = (query: StatsQuery) => Promise<Stats>;

export function createReadStats(deps: Deps): ReadStats {
  return async (query) => {
    const [events, cost, decisions] = await Promise.all([
      countEvents(query, deps),
      costByProject(query.filter, deps),
      decisionTimes(query.filter, deps),
    ]);
    return { events, cost, decisions };
  };
}
