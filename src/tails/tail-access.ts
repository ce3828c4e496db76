// Whether a tail may go on: checked with every refresh, so that it ends with the rights to it.

import { maySee } from '../audience/access.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import { isInScope } from '../audience/chat-scope.ts';
import type { FileRoute } from '../audience/file-route.ts';
import type { Job } from '../jobs/job-board.ts';
import { type LogName, logsFor, readableLogs } from '../jobs/log-access.ts';
import type { Tail } from './tail.ts';

interface Deps {
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

/**
 * The logs that may be shown, as `readableLogs` says; `undefined`: the tail ends. `jobs`: all jobs with the tail's job
 * id.
 */
export type LogsOfTail = (
  tail: Pick<Tail, 'address' | 'jobId' | 'projectId' | 'by'>,
  jobs: readonly Job[],
) => Promise<readonly LogName[] | undefined>;

/** Whoever opened it must still be allowed to see the job, and a group must still be subscribed to it. */
export function createTailAccess({ chatBook, routes }: Deps): LogsOfTail {
  return async ({ address, projectId, by }, jobs) => {
    const { chats, members } = await chatBook.audience();
    const opener = members.get(by);
    if (address.chatId > 0) return logsFor(opener, jobs, projectId);
    const chat = chats.find(({ id }) => id === address.chatId);
    if (chat === undefined || chat.inactive !== undefined) return undefined;
    const isVisible = (job: Job) =>
      maySee(opener, job) &&
      isInScope({ chat, address }, { ...job, jobId: job.id }, { members, routes });
    return readableLogs(jobs, isVisible, projectId)?.logs;
  };
}
