// A button for each job that may be meant: what it is for, its short id and its project.
import type { Job } from '../../../jobs/job-board.ts';
import type { JobKey } from '../../../jobs/job-key.ts';
import { withoutTail } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import type { Button } from '../../../message/message.ts';
import { shorten } from '../../../message/text/cut.ts';
import { plain } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import type { Viewer } from '../command/visibility.ts';
import { shownJob } from './browse-jobs.ts';
import { buttonFor } from './page-buttons.ts';

/** Jobs that a prefix may fit; more are only counted. */
const MAX_CHOICES = 6;
const MAX_LABEL = 60;

interface Asking {
  readonly viewer: Viewer;
  readonly deps: Pick<ChatCommandDeps, 'redaction'>;
  /** Callback data for one of them. */
  readonly toData: (key: JobKey) => string | undefined;
}

export function jobChoices(found: readonly Job[], { viewer, deps, toData }: Asking): Button[][] {
  return found.slice(0, MAX_CHOICES).map((one) => {
    const { key, job } = shownJob(one, viewer, deps);
    const title = proseLine(job.title, MAX_LABEL).text;
    const parts = [title, withoutTail(job.id), job.projectId && withoutTail(job.projectId)];
    const label = shorten(plain(parts.filter(Boolean).join(' · ')), MAX_LABEL).text;
    return buttonFor(label, toData(key));
  });
}
