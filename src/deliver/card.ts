// The job that a live card shows, as the readers of its address may see it.
import type { Address, Chat, ChatBook } from '../audience/chat-book.ts';
import { isInScope } from '../audience/chat-scope.ts';
import type { FileRoute } from '../audience/file-route.ts';
import { mayReceive } from '../audience/may-receive.ts';
import { hasEnded, type Job, type JobBoard, jobFor } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';

interface Deps {
  readonly board: Pick<JobBoard, 'get'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

export interface CardPlace {
  readonly key: JobKey;
  readonly address: Address;
  readonly chat: Chat | undefined;
}

/** `undefined` for a job that is no longer kept, or that nobody there may see. */
export async function cardOf(
  { key, address, chat }: CardPlace,
  { board, chatBook, routes }: Deps,
): Promise<{ readonly job: Job; readonly isOver: boolean } | undefined> {
  const [job, audience] = await Promise.all([board.get(key), chatBook.audience()]);
  if (job === undefined) return undefined;
  const may = (visibility: Job['visibility']) =>
    chat !== undefined && mayReceive(chat, { ...job, visibility }, audience);
  const isAdmin = may('internal');
  const seen = jobFor(job, isAdmin);
  if (seen.visibility === 'internal' && !isAdmin) return undefined;
  const subject = { ...seen, jobId: seen.id };
  const place = { chat: chat ?? { subscriptions: [] }, address };
  const isShown = may('public') || isInScope(place, subject, { ...audience, routes });
  return isShown ? { job: seen, isOver: hasEnded(seen) } : undefined;
}
