// The end of a job's log, for a message about its failure.
import { maySee } from '../../audience/access.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import { isInScope } from '../../audience/chat-scope.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import type { LastLines } from '../../deliver/alerts.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import { isLogReadable } from '../../jobs/log-access.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import type { LogSource } from '../log-source.ts';

interface Deps {
  /** The first one that has a log of the job is read. */
  readonly sources: readonly LogSource[];
  readonly board: Pick<JobBoard, 'find'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly clock: Clock;
}

const LINES = 10;
/** A failure waits for nothing. */
const DEADLINE_MS = 500;

export function createLastLines({ sources, board, chatBook, routes, clock }: Deps): LastLines {
  async function read(jobId: string): Promise<readonly string[]> {
    for (const source of sources) {
      const found = await source.tail(jobId, LINES);
      if (found !== undefined) return found.lines;
    }
    return [];
  }

  return async (jobId, { address, chat }) => {
    try {
      const [jobs, { members }] = await Promise.all([board.find(jobId), chatBook.audience()]);
      const known = chat ?? { subscriptions: [] };
      const isReadable = isLogReadable(jobs, (job) =>
        address.chatId > 0
          ? maySee(members.get(address.chatId), job)
          : isInScope({ chat: known, address }, { ...job, jobId: job.id }, { members, routes }),
      );
      if (!isReadable) return [];
      return (await withDeadline(read(jobId), { ms: DEADLINE_MS, clock })) ?? [];
    } catch {
      return [];
    }
  };
}
