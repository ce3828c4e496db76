// What `jobwire tail` is to show, and that there is nothing.
import { JobwireError } from '../../runtime/errors.ts';
import { safe } from '../command/output.ts';

export interface LogWish {
  readonly jobId: string;
  /** Of the job, where several projects use the id. */
  readonly projectId?: string;
  readonly lines: number;
  readonly isFollowing: boolean;
}

const MAX_SHOWN = 80;

export function noLog(jobId: string): JobwireError {
  return new JobwireError(
    'missing',
    `there is no job "${safe(jobId, MAX_SHOWN)}" with a log; expected the id of a job or its beginning, for example one that jobwire history shows`,
  );
}
