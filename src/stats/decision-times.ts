// How long people took to decide requests. What a timeout, a policy or a standing approval decided took nobody any time.
import type { Approval } from '../approvals/approval.ts';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import { defined } from '../runtime/defined.ts';
import type { StatsFilter } from './stats-query.ts';

export interface Durations {
  readonly count: number;
  /** Absent without any. */
  readonly medianMs?: number;
  /** Nine in ten took at most this. */
  readonly p90Ms?: number;
}

export interface DecisionTimes extends Durations {
  /** Those with the most decisions first; a request of no project has none. */
  readonly projects: readonly (Durations & { readonly projectId?: string })[];
}

/** How many of the newest requests are looked at. */
const MAX_REQUESTS = 5_000;

export async function decisionTimes(
  filter: StatsFilter,
  { approvals }: { readonly approvals: Pick<ApprovalStore, 'recent'> },
): Promise<DecisionTimes> {
  const byProject = new Map<string | undefined, number[]>();
  for (const approval of await approvals.recent(MAX_REQUESTS)) {
    const ms = isVisible(approval, filter) ? tookMs(approval, filter) : undefined;
    if (ms === undefined) continue;
    const { projectId } = approval.request;
    byProject.set(projectId, [...(byProject.get(projectId) ?? []), ms]);
  }
  const projects = [...byProject]
    .map(([projectId, took]) => ({ ...defined({ projectId }), ...durations(took) }))
    .sort((a, b) => b.count - a.count || (a.projectId ?? '').localeCompare(b.projectId ?? ''));
  return { ...durations([...byProject.values()].flat()), projects };
}

function isVisible({ request }: Approval, { projectIds, publicOnly }: StatsFilter): boolean {
  if (publicOnly && request.visibility === 'internal') return false;
  if (projectIds === undefined) return true;
  return request.projectId !== undefined && projectIds.includes(request.projectId);
}

const BY_PEOPLE: ReadonlySet<string> = new Set(['telegram', 'web', 'cli']);

/** `undefined`: nobody decided it, or not in that time. */
function tookMs({ request, outcome }: Approval, { since, until }: StatsFilter): number | undefined {
  if (outcome?.by === undefined || !BY_PEOPLE.has(outcome.by.via)) return undefined;
  if (outcome.at < since || outcome.at > until) return undefined;
  return Math.max(0, Date.parse(outcome.at) - Date.parse(request.requestedAt));
}

function durations(took: readonly number[]): Durations {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
  return { count: sorted.length, ...defined({ medianMs: at(0.5), p90Ms: at(0.9) }) };
}
