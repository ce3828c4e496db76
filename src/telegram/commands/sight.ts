// What a person may be shown in a chat. What they may not see does not exist for them.
import type { Approval } from '../../approvals/approval.ts';
import { maySee, type Subject } from '../../audience/access.ts';
import type { Job } from '../../jobs/job-board.ts';
import { join, type RichText } from '../../message/rich-text.ts';
import { idText } from '../../message/voice.ts';
import { byBeginning, type Found } from './beginnings.ts';
import type { CommandCall, CommandDeps } from './command.ts';

/** Newest jobs that an id's beginning is looked for in. */
const RECENT_JOBS = 500;
const MOST_IDS = 5;

/** Who looks, and where. */
export type Viewer = Pick<CommandCall, 'member' | 'chat'>;

/** Internal things are shown to an admin alone, never before a group. */
export function isShown(subject: Subject, { member, chat }: Viewer): boolean {
  return maySee(member, subject) && (chat.kind === 'private' || subject.visibility === 'public');
}

/** The newest jobs that may be shown. */
export async function jobsInSight(call: CommandCall, { jobs }: CommandDeps): Promise<Job[]> {
  return (await jobs.recent(RECENT_JOBS)).filter((job) => isShown(job, call));
}

export async function findJob(
  given: string,
  call: CommandCall,
  deps: CommandDeps,
): Promise<Found<Job>> {
  const exact = (await deps.jobs.find(given)).find((job) => isShown(job, call));
  if (exact !== undefined && isShown(exact, call)) return { kind: 'one', item: exact };
  return byBeginning(await jobsInSight(call, deps), ({ id }) => id, given);
}

/** Open requests that may be shown, the oldest first. */
export async function requestsInSight(
  viewer: Viewer,
  { approvals }: Pick<CommandDeps, 'approvals'>,
): Promise<Approval[]> {
  return (await approvals.pending()).filter(({ request }) => isShown(request, viewer));
}

/** An open request by any beginning of its id, or a settled one by its whole id. */
export async function findRequest(
  given: string,
  call: CommandCall,
  deps: CommandDeps,
): Promise<Found<Approval>> {
  const exact = (await deps.approvals.find(given)).filter(({ request }) => isShown(request, call));
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return { kind: 'one', item: only };
  if (exact.length > 1) return { kind: 'several', ids: exact.map(({ request }) => request.key) };
  return byBeginning(await requestsInSight(call, deps), ({ request }) => request.id, given);
}

/** Tells that a beginning fits several ids. */
export function severalText(ids: readonly string[], { voice }: CommandCall): RichText {
  const shown = join(ids.slice(0, MOST_IDS).map(idText), ', ');
  const more = ids.length > MOST_IDS ? ids.length - MOST_IDS : undefined;
  return voice.speak('reply-several', { ids: shown, more });
}
