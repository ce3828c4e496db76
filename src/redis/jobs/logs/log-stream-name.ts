// The stream of a log: a public one by the id of the job, or our own one by its project and id.
import { jobKey } from '../../../jobs/job-key.ts';
import type { LogName } from '../../../jobs/log-access.ts';
import { jobLogStream } from '../../bus/televibe-names.ts';
import type { Keys } from '../../scripts/keys.ts';

export function logStreamName({ jobId, projectId }: LogName, keys: Pick<Keys, 'ownLog'>): string {
  return projectId === undefined ? jobLogStream(jobId) : keys.ownLog(jobKey(projectId, jobId));
}
