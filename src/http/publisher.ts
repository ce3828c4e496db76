// Publishing on behalf of a caller: nobody writes over a wall, and every wrong event is named.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import type { PublishResult, Refuse } from '../intake/publish.ts';
import type { Job, JobBoard } from '../jobs/job-board.ts';
import { type Caller, hasScope, isWithin } from './auth.ts';
import type { Problem } from './problem.ts';

/** The same for a project that is another's, that nobody has, and that is not named. */
const NO_SUCH_PROJECT =
  'This token knows no such project; expected an event of a project that the token was made for, like {"project_id":"shop"}.';

const NO_DECISION =
  'This event tells of a decision, which takes the scope decide; expected POST /api/v1/approvals/{id}/decision, or another event.';

/** What this caller may not publish. */
export function refuseFor(caller: Caller, board: Pick<JobBoard, 'get'>): Refuse {
  const beyond = refuseBeyondWalls(caller, board);
  return async (event) => {
    const decides = describe(event).outcome && !hasScope(caller, 'decide');
    return decides ? NO_DECISION : beyond?.(event);
  };
}

/** A job of another project would be changed by an event that names the own one. */
function refuseBeyondWalls(caller: Caller, board: Pick<JobBoard, 'get'>): Refuse | undefined {
  if (caller.projects === 'all') return undefined;
  const jobs = new Map<string, Promise<Job | undefined>>();

  async function isOthers({ jobId }: CanonicalEvent): Promise<boolean> {
    if (jobId === undefined) return false;
    const job = jobs.get(jobId) ?? board.get(jobId);
    jobs.set(jobId, job);
    const projectId = (await job)?.projectId;
    return projectId !== undefined && !isWithin(caller, projectId);
  }

  return async (event) => {
    const isOwn = isWithin(caller, event.projectId) && !(await isOthers(event));
    return isOwn ? undefined : NO_SUCH_PROJECT;
  };
}

export function problemWith(
  { errors }: Extract<PublishResult, { kind: 'invalid' }>,
  count: number,
): Problem {
  return {
    status: 422,
    code: 'event_invalid',
    detail: `Nothing was published: ${errors.length} of ${count} can't be taken. ${errors[0]?.reason ?? ''}`,
    errors: errors.map(({ index, reason }) => ({ index, detail: reason })),
  };
}
