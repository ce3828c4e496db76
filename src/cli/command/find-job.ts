// Which job the beginning of an id means. Whoever calls has looked for the exact id before, which always wins.
import { findByPrefix } from '../../event/find-by-prefix.ts';
import { severalIds } from './several-ids.ts';

interface Named {
  readonly id: string;
  readonly projectId?: string | undefined;
}

interface Given {
  /** What the id begins with. */
  readonly jobId: string;
  /** Of the job, if it was named. */
  readonly projectId?: string;
}

/** The only id that begins so, in however many projects; `undefined` if there is none. Refuses several as wrong usage. */
export function jobIdFrom(
  { jobId: given, projectId }: Given,
  jobs: readonly Named[],
): string | undefined {
  const isWanted = (job: Named) => projectId === undefined || job.projectId === projectId;
  const match = findByPrefix(jobs.filter(isWanted), ({ id }) => id, given);
  if (match.kind === 'several') throw severalIds('jobs', given, match.ids);
  return match.kind === 'one' ? match.item.id : undefined;
}
