// What the jobs that changed in some time have cost, by project. All jobs that are kept are looked at.
import { type Job, type JobBoard, jobFor } from '../jobs/job-board.ts';
import { defined } from '../runtime/defined.ts';
import type { StatsFilter } from './stats-query.ts';

export interface ProjectCost {
  /** Absent: of jobs that belong to no project. */
  readonly projectId?: string;
  readonly usd: number;
  /** Jobs that have a cost. */
  readonly jobs: number;
}

export async function costByProject(
  filter: StatsFilter,
  { board }: { readonly board: Pick<JobBoard, 'walk'> },
): Promise<ProjectCost[]> {
  const { projectIds, publicOnly = false } = filter;
  const sums = new Map<string | undefined, { usd: number; jobs: number }>();
  for await (const part of board.walk({ ...defined({ projectIds }) })) {
    for (const job of part) {
      const usd = costIn(job, filter);
      if (usd === undefined || (publicOnly && job.visibility === 'internal')) continue;
      const sum = sums.get(job.projectId) ?? { usd: 0, jobs: 0 };
      sums.set(job.projectId, { usd: sum.usd + usd, jobs: sum.jobs + 1 });
    }
  }
  return [...sums]
    .map(([projectId, sum]) => ({ ...defined({ projectId }), ...sum, usd: cents(sum.usd) }))
    .sort((a, b) => b.usd - a.usd || (a.projectId ?? '').localeCompare(b.projectId ?? ''));
}

/** As the reader may know it; `undefined`: nothing is known, or it did not change in that time. */
function costIn(job: Job, { publicOnly = false, since, until }: StatsFilter): number | undefined {
  const { costUsd, updatedAt } = jobFor(job, !publicOnly);
  return updatedAt >= since && updatedAt <= until ? costUsd : undefined;
}

/** To a hundredth of a cent: sums of binary fractions have no better end. */
function cents(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}
