// Jobs: the hash `jobs`, by id before and by key now, and what finds them.
import { stableName } from '../../../event/event-id.ts';
import { decodeJob, type Job } from '../../../jobs/job-board.ts';
import { homeKey, type JobKey, jobKey } from '../../../jobs/job-key.ts';
import type { Former, Staging } from '../migration.ts';
import { hashFields, membersOf } from '../pages.ts';

export interface FormerJobs {
  /** The project of a job; `undefined` where none was named, or the job is not known. */
  projectOf(jobId: string): string | undefined;
  /** The format that its source spoke; `undefined` for a job that is not known. */
  dialectOf(jobId: string): string | undefined;
  /** What a job is known by that a request of this project, or of none, belongs to. */
  keyOf(jobId: string, projectId: string | undefined): JobKey;
}

export async function buildJobs({ redis, prefix }: Former, next: Staging): Promise<FormerJobs> {
  const projects = new Map<string, string | undefined>();
  const dialects = new Map<string, string | undefined>();
  for await (const [id, text] of hashFields(redis, `${prefix}jobs`)) {
    const job = decodeJob(text, { key: `${prefix}jobs`, field: id });
    projects.set(id, job.projectId);
    dialects.set(id, job.dialect);
    await buildJob({ ...job, id }, next);
  }
  const keyOf = (id: string, projectId: string | undefined) =>
    jobKey(projectId ?? projects.get(id), id);
  for await (const [id, score] of membersOf(redis, `${prefix}jobs:by-change`)) {
    if (projects.has(id)) await next.add('ZADD', 'jobs:by-change', score, keyOf(id, undefined));
  }
  await next.remove('jobs');
  await next.remove('jobs:by-change');
  const projectOf = (id: string) => projects.get(id);
  return { projectOf, dialectOf: (id) => dialects.get(id), keyOf };
}

async function buildJob(job: Job, next: Staging): Promise<void> {
  const { id, projectId, dialect: source } = job;
  const [key, name] = [jobKey(projectId, id), stableName(id)];
  const stored = source === undefined ? job : { ...job, source };
  await next.add('HSET', 'jobs', key, JSON.stringify(stored));
  await next.add('HSET', 'jobs:names', key, name);
  await next.add('SADD', `jobs:of:${name}`, key);
  if (projectId === undefined || source === undefined) return;
  const home = homeKey(source, id);
  await next.add('HSET', 'jobs:homes', home, projectId);
  await next.add('SADD', `jobs:homes-of:${key}`, home);
}
