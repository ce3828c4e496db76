// /jobs: what runs now and what ended last.
import { type Command, usageReply } from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { showJobs } from './job-list.ts';
import type { LookDeps } from './look.ts';

export const jobsCommand: Command<LookDeps> = {
  name: 'jobs',
  access: 'member',
  example: '/jobs',
  async run(call, deps) {
    const [surplus] = call.words;
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    const page = await showJobs({ page: 0 }, call, deps);
    return { kind: 'reply', ...page, body: await withPrivateLink(page.body, call, deps) };
  },
};
