// What may be shown here, to this asker: the one answer for every command and button. Whatever may not be shown is
// treated as nonexistent, with the same words, counts and buttons as what does not exist.
//
// | where | what |
// |---|---|
// | private chat | what the asker may see, internal things too if they are an admin there |
// | group, outside of topics | what the group gets outside of topics (and closed topics), of that what the asker may see |
// | topic of a forum | what this topic gets, of that what the asker may see |
// | channel | nothing: there is no viewer (taps/viewer.ts) |
//
// Levels and mutes limit what is posted, not what may be shown. Ask `visibilityFor` for jobs, sessions, events and
// whatever else names its project; `requestVisibility` for requests, which a chat may also have a copy of; the other
// functions find things that may be shown. test/telegram/leaks walks every command to see that each asks.

import type { Approval, ApprovalRequest } from '../../../approvals/approval.ts';
import { resolveId } from '../../../approvals/requests/approval-key.ts';
import { maySee } from '../../../audience/access.ts';
import { isInScope, type ScopedSubject } from '../../../audience/chat-scope.ts';
import { findByPrefix, type PrefixMatch } from '../../../event/find-by-prefix.ts';
import type { Job } from '../../../jobs/job-board.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import { idText, withoutTail } from '../../../message/locale/voice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps, CommandCall } from './command.ts';

/** How many of the newest jobs are searched for a prefix. */
const RECENT_JOBS = 500;
const MAX_IDS_LISTED = 5;
/** The event type by which routes of the policy file match requests. */
const REQUEST_TYPE = 'job.approval_needed';

/** Who asks, and where. */
export type Viewer = Pick<CommandCall, 'member' | 'chat' | 'address'>;

export type IsVisible = (subject: ScopedSubject) => boolean;

type ScopeDeps = Pick<ChatCommandDeps, 'chatBook' | 'routes'>;
type JobDeps = Pick<ChatCommandDeps, 'jobs'> & ScopeDeps;

/** Whether a thing may be shown here, to this asker, by their current rights and the chat's current subscriptions. */
export async function visibilityFor(viewer: Viewer, deps: ScopeDeps): Promise<IsVisible> {
  const { member, chat, address } = viewer;
  if (chat.kind === 'private') return (subject) => maySee(member, subject);
  const { members } = await deps.chatBook.audience();
  const sources = { members, routes: deps.routes };
  return (subject) => maySee(member, subject) && isInScope({ chat, address }, subject, sources);
}

function scoped(job: Job): ScopedSubject {
  return { ...job, jobId: job.id };
}

/** The newest jobs that may be shown. */
export async function visibleJobs(viewer: Viewer, deps: JobDeps): Promise<Job[]> {
  const isVisible = await visibilityFor(viewer, deps);
  return (await deps.jobs.recent(RECENT_JOBS)).filter((job) => isVisible(scoped(job)));
}

/** All jobs of exactly this id that may be shown, the newest first. */
export async function jobsNamed(id: string, viewer: Viewer, deps: JobDeps): Promise<Job[]> {
  const isVisible = await visibilityFor(viewer, deps);
  const found = (await deps.jobs.find(id)).filter((job) => isVisible(scoped(job)));
  return found.sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1));
}

export async function findJob(
  given: string,
  viewer: Viewer,
  deps: JobDeps,
): Promise<PrefixMatch<Job>> {
  const [exact] = await jobsNamed(given, viewer, deps);
  if (exact !== undefined) return { kind: 'one', item: exact };
  return findByPrefix(await visibleJobs(viewer, deps), ({ id }) => id, given);
}

type RequestDeps = Pick<ChatCommandDeps, 'approvals'> & ScopeDeps;

/** Whether a request may be shown. In a group also if the chat has a copy and the person may see it. */
export async function requestVisibility(
  viewer: Viewer,
  deps: RequestDeps,
): Promise<(request: ApprovalRequest) => Promise<boolean>> {
  const { member, chat, address } = viewer;
  const isVisible = await visibilityFor(viewer, deps);
  return async (request) => {
    if (isVisible({ ...request, type: REQUEST_TYPE })) return true;
    if (chat.kind === 'private' || request.visibility === 'internal') return false;
    if (!maySee(member, request)) return false;
    const copy = { approvalId: request.key, address };
    return (await deps.approvals.tokenFor(copy)) !== undefined;
  };
}

/** Pending requests that may be shown, the oldest first. */
export async function visibleRequests(viewer: Viewer, deps: RequestDeps): Promise<Approval[]> {
  const isVisible = await requestVisibility(viewer, deps);
  const pending = await deps.approvals.pending();
  const shown = await Promise.all(pending.map(({ request }) => isVisible(request)));
  return pending.filter((_, at) => shown[at] === true);
}

type RequestMatch =
  | { readonly kind: 'one'; readonly item: Approval }
  /** At least two. */
  | { readonly kind: 'several'; readonly items: readonly Approval[] }
  | { readonly kind: 'none' };

/** A pending request by a prefix of its id, or a settled one by its full id. Several projects may have one of that. */
export async function findRequest(
  given: string,
  call: CommandCall,
  deps: RequestDeps,
): Promise<RequestMatch> {
  const isVisible = await requestVisibility(call, deps);
  const named = await deps.approvals.find(given);
  const shown = await Promise.all(named.map(({ request }) => isVisible(request)));
  const exact = resolveId(
    given,
    named.filter((_, at) => shown[at] === true),
  );
  if (exact.length > 0) return requestMatch(exact);
  const open = await visibleRequests(call, deps);
  return requestMatch(open.filter(({ request }) => request.id.startsWith(given)));
}

function requestMatch(items: readonly Approval[]): RequestMatch {
  const [item] = items;
  if (item === undefined) return { kind: 'none' };
  return items.length === 1 ? { kind: 'one', item } : { kind: 'several', items };
}

/** For a prefix that fits several ids; of UUIDs the first parts, where these differ. */
export function severalText(ids: readonly string[], { voice }: CommandCall): RichText {
  const short = ids.map(withoutTail);
  const named = new Set(short).size === ids.length ? short : ids;
  const shown = joinList(named.slice(0, MAX_IDS_LISTED).map(idText), voice);
  const more = ids.length > MAX_IDS_LISTED ? ids.length - MAX_IDS_LISTED : undefined;
  return voice.speak('reply-several', { ids: shown, more });
}
