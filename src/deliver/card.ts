// The job that a live card shows, as the readers of its address may see it.
import type { ChatBook } from '../audience/chat-book.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { mutedUntil } from '../audience/job-settings.ts';
import { jobCalled } from '../audience/quiet/muted-jobs.ts';
import { hasEnded, type Job, type JobBoard, jobFor } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';
import { mayShow, type Place, seesInternal } from './may-show.ts';

interface Deps {
  readonly board: Pick<JobBoard, 'get'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly now: () => number;
}

interface Card {
  readonly job: Job;
  readonly isOver: boolean;
}

/** It is muted there and has not ended: its card stays as it is. */
interface StillCard {
  /** Infinite: until somebody says so. */
  readonly stillMs: number;
}

/** `undefined` for a job that is no longer kept, or that nobody there may see. */
export async function cardOf(
  key: JobKey,
  place: Place,
  { board, chatBook, routes, now }: Deps,
): Promise<Card | StillCard | undefined> {
  const [job, audience] = await Promise.all([board.get(key), chatBook.audience()]);
  if (job === undefined) return undefined;
  const seen = jobFor(job, seesInternal(place, job, audience));
  const subject = { ...seen, jobId: seen.id };
  if (!mayShow(place, subject, { audience, routes })) return undefined;
  const isOver = hasEnded(seen);
  const muting = { names: [key, jobCalled(seen.id)], atMs: now() };
  const until = isOver ? undefined : mutedUntil(place.address, muting, audience);
  return until === undefined ? { job: seen, isOver } : { stillMs: until - muting.atMs };
}
