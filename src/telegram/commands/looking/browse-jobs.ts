// Pages of the jobs that may be shown to a person in a chat: first what waits for people, then what runs, then the others, the newest change
// first. No more jobs are read than a page needs, up to a limit.
import { maySee } from '../../../audience/access.ts';
import {
  type Concern,
  concernsOf,
  routeConcerns,
  subscriptionConcerns,
} from '../../../audience/change-rights.ts';
import type { Subscription } from '../../../audience/chat-book.ts';
import { hasEnded, type Job, type JobScope, jobFor } from '../../../jobs/job-board.ts';
import { type JobKey, jobKey } from '../../../jobs/job-key.ts';
import { redactJob } from '../../../message/render/redact-notice.ts';
import { defined } from '../../../runtime/defined.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import { type Viewer, visibilityFor } from '../command/visibility.ts';

type Deps = Pick<ChatCommandDeps, 'jobs' | 'chatBook' | 'routes' | 'redaction' | 'clock'>;

/** A job as the readers of the chat may see it, without credentials. */
export interface ShownJob {
  readonly key: JobKey;
  readonly job: Job;
}

export interface JobsPage {
  readonly jobs: readonly ShownJob[];
  /** From 0 on; the last one if the page that was asked for is no longer there. */
  readonly page: number;
  readonly hasMore: boolean;
}

/** Jobs that one answer reads at most. */
const MAX_READ = 2_000;
/** Of those at work: so many are ordered by whether they wait; further ones come with those that ended. */
const MAX_AT_WORK = 300;
/** One that says nothing for longer is not at work any more, though nobody said that it ended. */
const AT_WORK_MS = 86_400_000;

export interface Browsing {
  readonly page: number;
  readonly size: number;
  /** Of the jobs that may be shown only these. */
  readonly isWanted?: (job: Job) => boolean;
}

export async function browseJobs(
  { page, size, isWanted = () => true }: Browsing,
  viewer: Viewer,
  deps: Deps,
): Promise<JobsPage> {
  let current: Job[] = [];
  let number = 0;
  for await (const job of jobsFor(viewer, deps)) {
    if (!isWanted(job)) continue;
    if (current.length === size && number === page) {
      return { jobs: current.map((one) => shownJob(one, viewer, deps)), page, hasMore: true };
    }
    if (current.length === size) {
      current = [];
      number += 1;
    }
    current.push(job);
  }
  const jobs = current.map((one) => shownJob(one, viewer, deps));
  return { jobs, page: number, hasMore: false };
}

/** All that may be shown, in the order of the pages, of the first that are read. */
export async function* jobsFor(viewer: Viewer, deps: Deps): AsyncGenerator<Job> {
  const isVisible = await visibilityFor(viewer, deps);
  const seen = new Set<JobKey>();
  for await (const job of inOrder(await scopeOf(viewer, deps), deps)) {
    const key = jobKey(job.projectId, job.id);
    if (seen.has(key) || !isVisible({ ...job, jobId: job.id })) continue;
    seen.add(key);
    yield job;
  }
}

async function* inOrder(scope: JobScope, { jobs, clock }: Deps): AsyncGenerator<Job> {
  const since = new Date(clock.now() - AT_WORK_MS).toISOString();
  const isAtWork = (job: Job) => !hasEnded(job) && job.updatedAt >= since;
  const atWork = await firstOf(each(jobs.walk({ ...scope, isOpen: true })), isAtWork);
  // What waits for people changes no more, and would sink below all that goes on.
  yield* atWork.filter(({ status }) => status === 'waiting');
  yield* atWork.filter(({ status }) => status !== 'waiting');
  let left = MAX_READ;
  for await (const job of each(jobs.walk(scope))) {
    if (left <= 0) return;
    left -= 1;
    if (!isAtWork(job) || atWork.length === MAX_AT_WORK) yield job;
  }
}

/** Up to the first that is not accepted. */
async function firstOf(found: AsyncIterable<Job>, isAccepted: (job: Job) => boolean) {
  const first: Job[] = [];
  for await (const job of found) {
    if (!isAccepted(job) || first.length === MAX_AT_WORK) break;
    first.push(job);
  }
  return first;
}

async function* each<T>(parts: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const part of parts) yield* part;
}

/** Projects outside of which there is nothing to show: it saves reading the jobs of others, and decides nothing. */
export async function scopeOf(
  { member, chat }: Viewer,
  { chatBook, routes }: Deps,
): Promise<JobScope> {
  if (chat.kind === 'private') return within(concernsOf(member));
  const { members } = await chatBook.audience();
  const concerns = chat.subscriptions.flatMap((one) =>
    isBound(one)
      ? subscriptionConcerns(one, members.get(one.by), [])
      : concernsOf(members.get(one.by)),
  );
  return within([...concerns, ...routeConcerns({ chatId: chat.id }, routes)]);
}

function isBound({ kind, projectId }: Subscription): boolean {
  return kind === 'project' || projectId !== undefined;
}

function within(concerns: readonly Concern[]): JobScope {
  const projectIds = concerns.flatMap((projectId) => projectId ?? []);
  return projectIds.length < concerns.length ? {} : { projectIds };
}

export function shownJob(
  job: Job,
  { member, chat }: Viewer,
  { redaction }: Pick<Deps, 'redaction'>,
): ShownJob {
  const { projectId } = job;
  const seesInternal =
    chat.kind === 'private' &&
    maySee(member, { visibility: 'internal', ...defined({ projectId }) });
  return { key: jobKey(projectId, job.id), job: redactJob(jobFor(job, seesInternal), redaction) };
}
