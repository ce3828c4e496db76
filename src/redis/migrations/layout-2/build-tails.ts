// Tails: each says now which project its job is of.
import { decodeTail } from '../../../tails/tail.ts';
import type { Former, Staging } from '../migration.ts';
import { hashFields } from '../pages.ts';
import type { FormerJobs } from './build-jobs.ts';

export async function buildTails(former: Former, next: Staging, jobs: FormerJobs): Promise<void> {
  const key = `${former.prefix}tails`;
  for await (const [field, text] of hashFields(former.redis, key)) {
    const tail = decodeTail(text, { key, field });
    const projectId = jobs.projectOf(tail.jobId);
    const stored = projectId === undefined ? tail : { ...tail, projectId };
    await next.add('HSET', 'tails', field, JSON.stringify(stored));
  }
  await next.remove('tails');
}
