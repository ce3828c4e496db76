// The jobs of one route step: their state before it, and the changes that its events make.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { isOfSilence } from '../event/event-types.ts';
import { defined } from '../runtime/defined.ts';
import type { Features } from './feature-job.ts';
import { fold, hasEnded, type Job } from './job-board.ts';
import { homeKey, type JobKey, jobKey, sourceOf } from './job-key.ts';

export interface JobsBefore {
  readonly jobs: ReadonlyMap<JobKey, Job>;
  /** By homeKey: the project that a job's source first named for it. */
  readonly homes: ReadonlyMap<string, string>;
  readonly features?: Features;
}

export interface JobChange {
  readonly key: JobKey;
  readonly job: Job;
  /** Its former key, if its source only now named its project. */
  readonly movedFrom?: JobKey;
  /** The project that its source first named. */
  readonly home?: { readonly key: string; readonly projectId: string };
}

type Move = Pick<JobChange, 'movedFrom'> & Required<Pick<JobChange, 'home'>>;

export interface Applied {
  readonly key: JobKey;
  readonly job: Job;
  /** The job before the event, if it was known. */
  readonly before?: Job;
  /**
   * What the event makes known of where the job is found and can't wait for `changes`: what follows from it,
   * and from all behind it, is of the job by its new key.
   */
  readonly move?: JobChange;
}

export interface JobTable {
  /** The event with the project of its job, if it names none itself. */
  withHomeProject(event: CanonicalEvent): CanonicalEvent;
  /**
   * Folds an event with its project; `undefined` if it changes no job. Its time is limited to
   * `arrivedAt` (RFC 3339): after an event from a clock that runs ahead, all others would count as old.
   * If it throws, nothing has changed.
   */
  apply(event: CanonicalEvent, arrivedAt: string): Applied | undefined;
  /** Beside the moves that were answered. */
  changes(): JobChange[];
}

export function createJobTable(before: JobsBefore): JobTable {
  const jobs = new Map(before.jobs);
  const homes = new Map(before.homes);
  const changes = new Map<JobKey, Omit<JobChange, 'job'>>();

  /** A job without a project moves into the first project that its own source names for it. */
  function moveInto(jobId: string, projectId: string, event: CanonicalEvent): Move | undefined {
    const source = sourceOf(event);
    const home = homeKey(source, jobId);
    if (homes.has(home)) return undefined;
    const former = jobKey(undefined, jobId);
    const isOwnSource = jobs.get(former)?.source === source;
    return { home: { key: home, projectId }, ...(isOwnSource ? { movedFrom: former } : {}) };
  }

  /** Returns the move if it can't be a part of the change of this job. */
  function applyMove(key: JobKey, { home, movedFrom }: Move): Move | undefined {
    homes.set(home.key, home.projectId);
    const known = changes.get(key);
    if (movedFrom === undefined && known?.home === undefined) {
      changes.set(key, { key, home });
      return undefined;
    }
    if (movedFrom !== undefined) {
      jobs.delete(movedFrom);
      changes.delete(movedFrom);
    }
    return { home, ...defined({ movedFrom }) };
  }

  return {
    withHomeProject(event) {
      const { jobId, projectId } = event;
      if (jobId === undefined || projectId !== undefined) return event;
      const home = homes.get(homeKey(sourceOf(event), jobId));
      return home === undefined ? event : { ...event, projectId: home };
    },
    apply(event, arrivedAt) {
      const { jobId, projectId } = event;
      if (jobId === undefined || isOwnOfSilence(event)) return undefined;
      const move = namesHome(event) ? moveInto(jobId, event.projectId, event) : undefined;
      const key = jobKey(projectId, jobId);
      const known = joined(jobs.get(move?.movedFrom ?? key), jobs.get(key));
      const time = earlier(event.time, arrivedAt);
      const job = fold(known && notAheadOf(arrivedAt, known), { ...event, time });
      if (job === undefined) return undefined;
      // Nothing below throws: an event that can't be folded has changed nothing.
      const atOnce = move && applyMove(key, move);
      jobs.set(key, job);
      if (!changes.has(key)) changes.set(key, { key });
      const applied = { key, job, ...defined({ before: known }) };
      return atOnce === undefined ? applied : { ...applied, move: { key, job, ...atOnce } };
    },
    changes() {
      return [...changes.values()].flatMap((change) => {
        const job = jobs.get(change.key);
        return job === undefined ? [] : [{ ...change, job }];
      });
    },
  };
}

/** Announcements of jobwire speak for no source: whoever asked may have named any job. */
function namesHome(
  event: CanonicalEvent,
): event is CanonicalEvent & { readonly projectId: string } {
  return event.projectId !== undefined && event.own === undefined;
}

/** What jobwire reports of a job's silence says nothing about the job that is not known. */
function isOwnOfSilence({ own, type }: CanonicalEvent): boolean {
  return own !== undefined && isOfSilence(type);
}

/**
 * Of a job that moves, and one of its id that is there already: the first, unless only the second goes on. What that one
 * asked would stay open under a job that has ended.
 */
function joined(moved: Job | undefined, there: Job | undefined): Job | undefined {
  const goesOn = there !== undefined && !hasEnded(there);
  return moved === undefined || (goesOn && hasEnded(moved)) ? there : moved;
}

/** Jobs that were stored before times were limited may be ahead. */
function notAheadOf(arrivedAt: string, job: Job): Job {
  const { startedAt, updatedAt, internal } = job;
  if (updatedAt <= arrivedAt && (internal?.updatedAt ?? '') <= arrivedAt) return job;
  return {
    ...job,
    startedAt: earlier(startedAt, arrivedAt),
    updatedAt: earlier(updatedAt, arrivedAt),
    ...(internal === undefined ? {} : { internal: notAheadOf(arrivedAt, internal) }),
  };
}

/** Of two RFC 3339 instants in UTC. */
function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
