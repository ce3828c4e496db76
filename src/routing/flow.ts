// The spine on one page: each journalled event updates the job board and the approvals, the audience
// determines the chats that get it, and the result is committed together with the position.
import type { Policies } from '../approvals/policy/policy-schema.ts';
import { type ReportedOutcome, reportedOutcome } from '../approvals/requests/reported-outcome.ts';
import { requestOf } from '../approvals/requests/request.ts';
import { statementIn } from '../approvals/requests/statement.ts';
import type { Within } from '../approvals/standing/standing.ts';
import type { Address, Audience } from '../audience/chat-book.ts';
import { type Destination, route } from '../audience/route.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableName } from '../event/event-id.ts';
import { catalogued, describe, endsSession } from '../event/event-types.ts';
import { asEventOfFeature } from '../jobs/feature-job.ts';
import { hasEnded, type Job, jobFor } from '../jobs/job-board.ts';
import { jobTitle, ownTitle } from '../jobs/job-facts.ts';
import { type JobKey, jobKey } from '../jobs/job-key.ts';
import { createJobTable, type JobsBefore } from '../jobs/job-table.ts';
import type { JournalEntry, Position } from '../journal/journal.ts';
import { arrivalMs } from '../journal/position.ts';
import { defined } from '../runtime/defined.ts';
import { createCardChanges, postingOf } from './card-changes.ts';
import { expectedSign } from './expected-sign.ts';
import { type RelatedFailure, relateFailure } from './related-failures.ts';
import { repairEffects } from './repairs.ts';
import type { Effect } from './route-store.ts';

/** What one route step is based on. */
export interface StepInput {
  readonly audience: Audience;
  /** The jobs that the entries are about, before the step. */
  readonly jobs: JobsBefore;
  readonly policies: Policies;
  /** An unguessable token, for the buttons of one copy of a request. */
  readonly newToken: () => string;
}

export interface Flow {
  /** Adds the effects of one more entry; if it throws, nothing was added. */
  add(entry: JournalEntry): void;
  /** The cost of committing it so far, in writes. */
  weight(): number;
  /** The effects of all entries, in order. */
  effects(): Effect[];
}

/** Pure except for the tokens. */
export function createFlow(input: StepInput): Flow {
  const { audience, jobs, policies } = input;
  const table = createJobTable(jobs);
  const effects: Effect[] = [];
  const alive = new Map<JobKey, Extract<Effect, { kind: 'alive' }>>();
  const changedAt = new Map<JobKey, Position>();
  const cards = createCardChanges(audience);
  let weight = 0;
  return {
    add({ position, event: journalled }) {
      const event = table.withHomeProject({ ...journalled, type: catalogued(journalled.type) });
      const entry = { position, event };
      const arrivedAt = arrivalTime(position);
      const destinations = route(event, audience, policies.routes);
      // What is of a feature request is, to its card, of a job.
      const ofFeature = asEventOfFeature(event, jobs.features);
      const ofJob = ofFeature ?? event;
      const group = groupOf(ofFeature === undefined ? event : inFeature(event, ofFeature));
      const posting = postingOf(event, ofJob, { position, group, destinations });
      const consequences = approvalEffects(entry, destinations, input);
      const [sign, key] = [signOf(entry), keyOf(ofJob)];
      const relate = relateFailure(event);
      const reported = describe(event).outcome ? reportedOutcome(event) : undefined;
      // The last call that may throw, and the first that changes anything.
      const applied = table.apply(ofJob, arrivedAt);
      const { job, move } = applied ?? {};
      if (move !== undefined) effects.push({ kind: 'job', position, ...move });
      const gathered = cards.add(posting, applied);
      const asked = consequences.map((effect) => withTitle(effect, event, job));
      const related = relate(applied);
      const news = { entry: posting.entry, ...defined({ reported, related, job: key }) };
      const happened = {
        position,
        at: arrivedAt,
        isFailure: posting.isFailure,
        isInternal: posting.isInternal,
      };
      effects.push(...asked, ...newsEffects(news, gathered), ...repairEffects(happened, applied));
      const ended = ofFeature === undefined ? job : undefined;
      effects.push(...endEffects(ended, entry, arrivedAt));
      if (sign !== undefined) alive.set(sign.job, sign);
      if (key !== undefined) changedAt.set(key, position);
      weight += 1 + destinations.length;
    },
    weight: () => weight,
    effects() {
      const board = table.changes().map((change) => {
        const position = changedAt.get(change.key);
        return { kind: 'job', ...defined({ position }), ...change } as const;
      });
      const signs = board.flatMap((change) => {
        return expectedSign(change, policies.routes, alive.get(change.key)) ?? [];
      });
      return [...effects, ...alive.values(), ...board, ...signs, ...cards.effects()];
    },
  };
}

function approvalEffects(
  { position, event }: JournalEntry,
  destinations: readonly Destination[],
  { policies, newToken }: StepInput,
): Effect[] {
  const job = keyOf(event);
  const ofJob = defined({ job });
  if (describe(event).request) {
    const copies = destinations.map(({ address }) => ({ address, token: newToken() }));
    const request = requestOf(event, policies.approvals, arrivalMs(position));
    return [{ kind: 'ask', position, request, ...ofJob, copies }];
  }
  // If jobwire announced it, it is already settled.
  if (event.own !== undefined) return [];
  const statement = statementIn(event, arrivalTime(position));
  return statement === undefined ? [] : [{ kind: 'settle', position, statement, ...ofJob }];
}

/** A request says what its job is for: what its readers may know of that. */
function withTitle(effect: Effect, event: CanonicalEvent, job: Job | undefined): Effect {
  if (effect.kind !== 'ask') return effect;
  const isInternal = event.visibility === 'internal';
  const ofJob = job === undefined ? jobTitle(event) : jobFor(job, isInternal).title;
  const title = ofJob || ownTitle(event);
  return title === '' ? effect : { ...effect, request: { ...effect.request, title } };
}

/** A sign of life of the event's job; jobwire's own announcements are none. */
function signOf({ position, event }: JournalEntry) {
  const job = keyOf(event);
  if (job === undefined || event.own !== undefined) return undefined;
  return { kind: 'alive', job, position, at: arrivalTime(position) } as const;
}

interface News {
  readonly entry: WindowEntry;
  readonly reported?: ReportedOutcome;
  readonly related?: RelatedFailure;
  readonly job?: JobKey;
}

/** At addresses that show the request, the outcome that an event reports is no news. */
function newsEffects(
  { entry, job, related, reported }: News,
  addresses: readonly Address[],
): Effect[] {
  if (addresses.length === 0) return [];
  if (reported === undefined)
    return [{ kind: 'gather', entry, addresses, ...defined({ related }) }];
  return [{ kind: 'report', entry, addresses, reported, ...defined({ job }) }];
}

/** What ends with the event: with its job, if it has one, and with its session. */
function endEffects(job: Job | undefined, entry: JournalEntry, at: string): Effect[] {
  const { event } = entry;
  const { sessionId } = event;
  const ofJob =
    job !== undefined && endsVisibly(job, event)
      ? [withdrawal(job, entry, at), endOfStanding(entry, { kind: 'job', id: job.id })]
      : [];
  if (sessionId === undefined || !endsSession(event.type)) return ofJob;
  return [...ofJob, endOfStanding(entry, { kind: 'session', id: sessionId })];
}

/**
 * An internal event ends nothing that others see, since that end would reveal it; and a job that goes on internally
 * after its end still needs what it asks.
 */
function endsVisibly(job: Job, { visibility }: CanonicalEvent): boolean {
  const isOver = hasEnded(job) && hasEnded(jobFor(job, true));
  return isOver && (visibility === 'public' || job.visibility === 'internal');
}

function withdrawal({ status, id }: Job, { position, event }: JournalEntry, at: string): Effect {
  const outcome = { status: 'canceled', reason: status, at } as const;
  return { kind: 'withdraw', position, job: jobKey(event.projectId, id), outcome };
}

/** An internal end ends only what is internal itself. */
function endOfStanding(
  { position, event }: JournalEntry,
  { kind, id }: Pick<Within, 'kind' | 'id'>,
): Effect {
  const { projectId, visibility } = event;
  const of = { kind, id, ...defined({ projectId }) };
  const within: Within[] = [{ ...of, visibility: 'internal' }];
  if (visibility === 'public') within.push({ ...of, visibility });
  return {
    kind: 'end_standing',
    position,
    within,
    ending: { why: kind, at: arrivalTime(position) },
  };
}

/** By the clock of Redis, never by the producer's. */
function arrivalTime(position: Position): string {
  return new Date(arrivalMs(position)).toISOString();
}

function keyOf({ projectId, jobId }: CanonicalEvent): JobKey | undefined {
  return jobId === undefined ? undefined : jobKey(projectId, jobId);
}

/** Aggregates that are no thing of its own, like a pull request. */
const NO_THING = /^(?:project:|system$)/;

function inFeature(event: CanonicalEvent, { jobId = '' }: CanonicalEvent): CanonicalEvent {
  return { ...event, aggregate: jobId };
}

/** The group in a digest; it begins with what kind of group it is (batch/digest.ts). */
export function groupOf({ sessionId, jobId, projectId, aggregate }: CanonicalEvent): string {
  // The same id in another project is something else.
  const of = projectId === undefined ? '' : `.${stableName(projectId)}`;
  if (jobId !== undefined) return `job${of}:${jobId}`;
  if (sessionId !== undefined) return `session${of}:${sessionId}`;
  if (!NO_THING.test(aggregate)) return `thing${of}:${aggregate}`;
  return projectId === undefined ? '' : `project:${projectId}`;
}
