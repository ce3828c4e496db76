// Layout 2: requests and jobs are known by project and id (approvals/requests/approval-key.ts, jobs/job-key.ts). Until
// then they were known by the producer's id alone, which stood in the names of keys.
import type { Migration } from '../migration.ts';
import { buildJobs } from './build-jobs.ts';
import { buildLists } from './build-lists.ts';
import { buildOutboxes } from './build-outboxes.ts';
import { buildRequests } from './build-requests.ts';
import { buildSelections } from './build-selections.ts';
import { buildTails } from './build-tails.ts';

export const identityByProject: Migration = {
  to: 2,
  async build(former, next) {
    const jobs = await buildJobs(former, next);
    const requests = await buildRequests(former, next, jobs);
    await buildLists(former, next, requests);
    await buildOutboxes(former, next, requests);
    await buildSelections(former, next, requests);
    await buildTails(former, next, jobs);
  },
};
