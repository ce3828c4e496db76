// The jobs that one route step is about: as they stood before, and what the step's events make of them.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { defined } from '../runtime/defined.ts';
import { fold, type Job } from './job-board.ts';
import { homeKey, type JobKey, jobKey, sourceOf } from './job-key.ts';

export interface JobsBefore {
  readonly jobs: ReadonlyMap<JobKey, Job>;
  /** By homeKey: the project that the source of a job named first for it. */
  readonly homes: ReadonlyMap<string, string>;
}

export interface JobChange {
  readonly key: JobKey;
  readonly job: Job;
  /** Its source named its project only now: what it was known by until then. */
  readonly movedFrom?: JobKey;
  /** The project that its source named first. */
  readonly home?: { readonly key: string; readonly projectId: string };
}

type Move = Pick<JobChange, 'movedFrom'> & Required<Pick<JobChange, 'home'>>;

export interface Applied {
  readonly job: Job;
  /**
   * What the event makes known of where the job is found and can't wait for `changes`: what follows from it,
   * and from all behind it, is of the job by its new key.
   */
  readonly move?: JobChange;
}

export interface JobTable {
  /** The event as one of the project that its job belongs to, where it names none itself. */
  place(event: CanonicalEvent): CanonicalEvent;
  /**
   * Folds a placed event; `undefined` when it is about no job. `arrivedAt`, RFC 3339: a producer whose
   * clock runs ahead tells nothing newer than that, or all that comes after it would count as old.
   * When it throws, nothing has changed.
   */
  apply(event: CanonicalEvent, arrivedAt: string): Applied | undefined;
  /** Beside the moves that were answered. */
  changes(): JobChange[];
}

export function createJobTable(before: JobsBefore): JobTable {
  const jobs = new Map(before.jobs);
  const homes = new Map(before.homes);
  const changes = new Map<JobKey, Omit<JobChange, 'job'>>();

  /** A job without a project becomes one of the first project that its own source names for it. */
  function moveInto(jobId: string, projectId: string, event: CanonicalEvent): Move | undefined {
    const source = sourceOf(event);
    const home = homeKey(source, jobId);
    if (homes.has(home)) return undefined;
    const former = jobKey(undefined, jobId);
    const isItsOwn = jobs.get(former)?.source === source;
    return { home: { key: home, projectId }, ...(isItsOwn ? { movedFrom: former } : {}) };
  }

  /** Answers the move when it can't be a part of the change of this job. */
  function settleIn(key: JobKey, { home, movedFrom }: Move): Move | undefined {
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
    place(event) {
      const { jobId, projectId } = event;
      if (jobId === undefined || projectId !== undefined) return event;
      const home = homes.get(homeKey(sourceOf(event), jobId));
      return home === undefined ? event : { ...event, projectId: home };
    },
    apply(event, arrivedAt) {
      const { jobId, projectId } = event;
      if (jobId === undefined) return undefined;
      const move = projectId === undefined ? undefined : moveInto(jobId, projectId, event);
      const key = jobKey(projectId, jobId);
      const known = jobs.get(move?.movedFrom ?? key);
      const time = earlier(event.time, arrivedAt);
      const job = fold(known && notAheadOf(arrivedAt, known), { ...event, time });
      if (job === undefined) return undefined;
      // From here on nothing throws: an event that can't be folded has changed nothing.
      const atOnce = move && settleIn(key, move);
      jobs.set(key, job);
      if (!changes.has(key)) changes.set(key, { key });
      return atOnce === undefined ? { job } : { job, move: { key, job, ...atOnce } };
    },
    changes() {
      return [...changes.values()].flatMap((change) => {
        const job = jobs.get(change.key);
        return job === undefined ? [] : [{ ...change, job }];
      });
    },
  };
}

/** A job that was stored before times were bounded may be ahead still. */
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

/** Of two instants in RFC 3339 as events have it. */
function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
