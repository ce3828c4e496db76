// Whether a tail may go on: checked with every refresh, so that it ends with the rights to it.

import { maySee } from '../audience/access.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import { isInScope } from '../audience/chat-scope.ts';
import type { FileRoute } from '../audience/file-route.ts';
import type { Job } from '../jobs/job-board.ts';
import { isLogReadable, mayReadLog } from '../jobs/log-access.ts';
import type { Tail } from './tail.ts';

interface Deps {
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

/** `jobs`: all jobs with the tail's job id. */
export type MayShowTail = (
  tail: Pick<Tail, 'address' | 'jobId' | 'by'>,
  jobs: readonly Job[],
) => Promise<boolean>;

/** Whoever opened it must still be allowed to see the job, and a group must still be subscribed to it. */
export function createTailAccess({ chatBook, routes }: Deps): MayShowTail {
  return async ({ address, by }, jobs) => {
    const { chats, members } = await chatBook.audience();
    const opener = members.get(by);
    if (address.chatId > 0) return mayReadLog(opener, jobs);
    const chat = chats.find(({ id }) => id === address.chatId);
    if (chat === undefined || chat.inactive !== undefined) return false;
    return isLogReadable(
      jobs,
      (job) =>
        maySee(opener, job) &&
        isInScope({ chat, address }, { ...job, jobId: job.id }, { members, routes }),
    );
  };
}
