// The job that a live card shows, as the readers of its address may see it.
import type { ChatBook } from '../audience/chat-book.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { hasEnded, type Job, type JobBoard, jobFor } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';
import { mayShow, type Place, seesInternal } from './may-show.ts';

interface Deps {
  readonly board: Pick<JobBoard, 'get'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

/** `undefined` for a job that is no longer kept, or that nobody there may see. */
export async function cardOf(
  key: JobKey,
  place: Place,
  { board, chatBook, routes }: Deps,
): Promise<{ readonly job: Job; readonly isOver: boolean } | undefined> {
  const [job, audience] = await Promise.all([board.get(key), chatBook.audience()]);
  if (job === undefined) return undefined;
  const seen = jobFor(job, seesInternal(place, job, audience));
  const subject = { ...seen, jobId: seen.id };
  return mayShow(place, subject, { audience, routes })
    ? { job: seen, isOver: hasEnded(seen) }
    : undefined;
}
