// Contract: jobs that are expected to give signs of life, and have not, or do again. Implemented by
// redis/jobs/silence-store. The route step writes which jobs these are (routing/expected-sign.ts).
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Job } from './job-board.ts';
import type { JobKey } from './job-key.ts';

/** What is to be reported of a job. */
export interface Silence {
  readonly kind: 'silent' | 'heard';
  readonly key: JobKey;
  readonly job: Job;
  /** RFC 3339 UTC of its last sign before the silence. */
  readonly since: string;
  /** How long it has been silent, or was. */
  readonly forMs: number;
  /** RFC 3339 UTC of the sign that ended it; only of `heard`. */
  readonly heardAt?: string;
  /** Names this state of the job. */
  readonly revision: string;
}

export interface SilenceStore {
  /** What is due, the oldest first; on every replica the same until it is reported. */
  due(): Promise<Silence[]>;
  /** Journals the event that reports it, once; does nothing if the job has said something meanwhile. */
  report(silence: Silence, event: CanonicalEvent): Promise<void>;
  /** Nothing is expected of it any more. */
  forget(key: JobKey): Promise<void>;
}

export interface HeardJobs {
  /** The jobs of these events, which are not stored, gave a sign of life. */
  heard(events: readonly CanonicalEvent[]): Promise<void>;
}
