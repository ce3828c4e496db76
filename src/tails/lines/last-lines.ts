// The end of a job's log, for a message about its failure.
import { maySee } from '../../audience/access.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import { isInScope } from '../../audience/chat-scope.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import type { LastLines } from '../../deliver/alerts.ts';
import type { Job, JobBoard } from '../../jobs/job-board.ts';
import { readableLogs } from '../../jobs/log-access.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { LogSource } from '../log-source.ts';
import { createLogReader } from '../read-log.ts';

interface Deps {
  /** The first one that has a log is read. */
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
  const read = createLogReader({ sources, clock });

  return async ({ jobId, projectId }, { address, chat }) => {
    try {
      const [jobs, { members }] = await Promise.all([board.find(jobId), chatBook.audience()]);
      const known = chat ?? { subscriptions: [] };
      const isVisible = (job: Job) =>
        address.chatId > 0
          ? maySee(members.get(address.chatId), job)
          : isInScope({ chat: known, address }, { ...job, jobId: job.id }, { members, routes });
      const logs = readableLogs(jobs, isVisible, projectId)?.logs ?? [];
      return (await read({ logs, lines: LINES }, { deadlineMs: DEADLINE_MS }))?.lines ?? [];
    } catch {
      return [];
    }
  };
}
