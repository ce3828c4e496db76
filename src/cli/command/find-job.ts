// Which job the beginning of an id means. Whoever calls has looked for the exact id before, which always wins.
import { findByPrefix } from '../../event/find-by-prefix.ts';
import { wrongUsage } from './command.ts';
import { safe } from './output.ts';

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

const MAX_SHOWN = 80;
const MAX_SHOWN_COUNT = 5;

/** The only id that begins so, in however many projects; `undefined` if there is none. Refuses several as wrong usage. */
export function jobIdFrom(
  { jobId: given, projectId }: Given,
  jobs: readonly Named[],
): string | undefined {
  const isWanted = (job: Named) => projectId === undefined || job.projectId === projectId;
  const match = findByPrefix(jobs.filter(isWanted), ({ id }) => id, given);
  if (match.kind !== 'several') return match.kind === 'one' ? match.item.id : undefined;
  const { ids } = match;
  const shown = ids.slice(0, MAX_SHOWN_COUNT).map((id) => safe(id, MAX_SHOWN));
  const more = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : '';
  throw wrongUsage(
    `several jobs have an id that begins with "${safe(given, MAX_SHOWN)}": ${shown.join(', ')}${more}; expected one of them, or more of its id`,
  );
}
