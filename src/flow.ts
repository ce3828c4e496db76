// The spine on one page: for each journalled event the job board and the approvals take their part,
// the audience says who hears of it, and the result is committed together with the position.
import type { Policies } from './approvals/policy-schema.ts';
import { outcomeOf, requestOf } from './approvals/request.ts';
import type { Audience } from './audience/chat-book.ts';
import { type Destination, route } from './audience/route.ts';
import type { CanonicalEvent } from './event/canonical-event.ts';
import { describe } from './event/event-types.ts';
import type { Effect } from './flow-store.ts';
import { fold, hasEnded, type Job } from './jobs/job-board.ts';
import type { JournalEntry } from './journal/journal.ts';
import { arrivalMs } from './journal/position.ts';

const OURSELVES = 'jobwire';

/** What one route step knows when it begins. */
export interface StepInput {
  readonly entries: readonly JournalEntry[];
  readonly audience: Audience;
  /** The jobs that the entries are about, as they stood before. */
  readonly jobs: ReadonlyMap<string, Job>;
  readonly policies: Policies;
  /** A token that nobody can guess, for the buttons of one copy of a request. */
  readonly newToken: () => string;
}

/** Everything that these entries change, in their order. Pure but for the tokens. */
export function flow(input: StepInput): Effect[] {
  const { entries, audience, jobs, policies } = input;
  const board = new Map(jobs);
  const changed = new Set<string>();
  const effects: Effect[] = [];
  for (const entry of entries) {
    const { event } = entry;
    const job = fold(event.jobId === undefined ? undefined : board.get(event.jobId), event);
    if (job !== undefined) {
      board.set(job.id, job);
      changed.add(job.id);
    }
    const places = route(event, audience, policies.routes);
    effects.push(...approvalEffects(entry, places, input), ...newsEffects(entry, places));
    if (job !== undefined && hasEnded(job)) effects.push(withdrawal(job, event));
  }
  effects.push(...signs(entries));
  for (const id of changed) {
    const job = board.get(id);
    if (job !== undefined) effects.push({ kind: 'job', job });
  }
  return effects;
}

function approvalEffects(
  { position, event }: JournalEntry,
  places: readonly Destination[],
  { policies, newToken }: StepInput,
): Effect[] {
  if (describe(event).request) {
    const copies = places.map(({ address }) => ({ address, token: newToken() }));
    const request = requestOf(event, policies.approvals, arrivalMs(position));
    return [{ kind: 'ask', request, copies }];
  }
  const told = outcomeOf(event);
  return told === undefined ? [] : [{ kind: 'settle', ...told }];
}

/** The newest sign of life of each job; what we said ourselves is none. */
function signs(entries: readonly JournalEntry[]): Effect[] {
  const newest = new Map<string, Effect>();
  for (const { position, event } of entries) {
    const { jobId, source, time: at } = event;
    if (jobId === undefined || source.component === OURSELVES) continue;
    const project = projectIn(event);
    newest.set(JSON.stringify([jobId, project]), {
      kind: 'alive',
      jobId,
      ...project,
      position,
      at,
    });
  }
  return [...newest.values()];
}

/** A request is shown by itself, at once; everything else waits in the window. */
function newsEffects({ position, event }: JournalEntry, places: readonly Destination[]): Effect[] {
  const { request, weight } = describe(event);
  if (request) return [];
  const entry = { position, group: groupOf(event), weight };
  return places.map(({ address }) => ({ kind: 'gather', address, entry }));
}

function withdrawal(job: Job, event: CanonicalEvent): Effect {
  const outcome = { status: 'canceled', reason: job.status, at: event.time } as const;
  return { kind: 'withdraw', jobId: job.id, ...projectIn(event), outcome };
}

function projectIn({ projectId }: CanonicalEvent) {
  return projectId === undefined ? {} : { projectId };
}

/** What a digest groups by. */
export function groupOf({ sessionId, jobId, projectId }: CanonicalEvent): string {
  if (sessionId !== undefined) return `session:${sessionId}`;
  if (jobId !== undefined) return `job:${jobId}`;
  return projectId === undefined ? '' : `project:${projectId}`;
}
