// /job: one job in full. An exact id wins over a prefix; where several fit, buttons ask which.
import type { Job } from '../../../jobs/job-board.ts';
import { type JobKey, jobKey } from '../../../jobs/job-key.ts';
import { idText } from '../../../message/locale/voice.ts';
import {
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { jobsNamed, severalText } from '../command/visibility.ts';
import { jobsFor } from './browse-jobs.ts';
import { jobChoices } from './job-choices.ts';
import { showJobs } from './job-list.ts';
import { showJob } from './job-page.ts';
import type { LookDeps } from './look.ts';
import { writeLook } from './look-action.ts';

export const job: Command<LookDeps> = {
  name: 'job',
  access: 'member',
  example: '/job 7b2e',
  async run(call, deps) {
    const [given, surplus] = call.words;
    if (given === undefined) return offer(call, deps);
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    const found = await findJobs(given, call, deps);
    const [only] = found;
    if (only === undefined) {
      const body = call.voice.speak('reply-no-job', { id: idText(given) });
      return replyWith(await withPrivateLink(body, call, deps));
    }
    if (found.length > 1) return which(found, call, deps);
    const key = jobKey(only.projectId, only.id);
    const page = await showJob({ job: key }, call, deps);
    return page === undefined ? { kind: 'none' } : { kind: 'reply', ...page };
  },
};

/** Bare, as the menu sends it. */
async function offer(call: CommandCall, deps: LookDeps): Promise<CommandReply> {
  const page = await showJobs({ page: 0, headingKey: 'look-which-job' }, call, deps);
  return { kind: 'reply', ...page, body: await withPrivateLink(page.body, call, deps) };
}

/** With exactly this id, in one project or in several; else those that begin so. */
async function findJobs(given: string, call: CommandCall, deps: LookDeps): Promise<Job[]> {
  const named = await jobsNamed(given, call, deps);
  if (named.length > 0) return named;
  const found: Job[] = [];
  for await (const one of jobsFor(call, deps)) {
    if (one.id.startsWith(given)) found.push(one);
  }
  return found;
}

function which(found: readonly Job[], call: CommandCall, deps: LookDeps): CommandReply {
  const toData = (key: JobKey) => writeLook({ show: 'job', job: key });
  const rows = jobChoices(found, { viewer: call, deps, toData });
  const ids = [...new Set(found.map(({ id }) => id))];
  const body = ids.length > 1 ? severalText(ids, call) : call.voice.speak('look-which-project');
  return replyWith(body, rows);
}
