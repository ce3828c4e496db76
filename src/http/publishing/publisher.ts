// Publishing on behalf of a caller: nobody writes into a project that is not theirs, says that somebody
// else decided, or withdraws what they did not ask; every wrong event is named.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { resolveId } from '../../approvals/requests/approval-key.ts';
import { requestId } from '../../approvals/requests/request.ts';
import { statedRequest } from '../../approvals/requests/statement.ts';
import { isApprover } from '../../approvals/voters/voter.ts';
import type { Members } from '../../audience/members.ts';
import { idsOfPublisher, isSamePerson } from '../../audience/person.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe, type Settles, settledBy } from '../../event/event-types.ts';
import type { Author, PublishResult } from '../../intake/publish.ts';
import { type Caller, callerMaySee, hasScope, isWithin } from '../access/auth.ts';
import { publisherOf, voterOf } from '../access/caller-voter.ts';
import type { Problem } from '../request/problem.ts';

/** Why an event was understood and may not be published by whoever sent it. */
type PublishRefusal =
  /** The same for a project that is another's, that nobody has, and that is not named. */
  'no_such_project' | 'no_decision' | 'id_in_use' | 'no_expiry' | 'no_withdrawal';

const REASONS: Readonly<Record<PublishRefusal, string>> = {
  no_such_project:
    'This token knows no such project; expected an event of a project that the token was made for, like {"project_id":"shop"}.',
  no_decision:
    'This event says that a request was decided, which takes a token with the scope decide that belongs to a person, like one made by: jobwire token create NAME --scopes decide --user-id 1001.',
  id_in_use:
    'Somebody else asked under this approval_id, and it is still open; expected an id of its own, like {"approval_id":"deploy-43"}.',
  no_expiry:
    'Only jobwire says that the time of a request is over; expected another event, or POST /api/v1/approvals/{id}/decision.',
  no_withdrawal:
    'This token has no such request to withdraw; expected one that it published, or the scope decide of somebody who may decide it.',
};

interface Deps {
  readonly approvals: Pick<ApprovalStore, 'find' | 'pending'>;
  readonly members: Pick<Members, 'all'>;
}

/** Who publishes, and what they may not. */
export function authorOf(caller: Caller, deps: Deps): Author {
  return {
    publisher: publisherOf(caller),
    async refuse(event) {
      const refused = await refusalOf(event, caller, deps);
      return refused && REASONS[refused];
    },
  };
}

async function refusalOf(
  event: CanonicalEvent,
  caller: Caller,
  deps: Deps,
): Promise<PublishRefusal | undefined> {
  if (!isWithin(caller, event.projectId)) return 'no_such_project';
  if (describe(event).request) return refuseRequest(event, caller, deps.approvals);
  const settled = settledBy(event.type);
  return settled === undefined ? undefined : refuseStatement({ settled, event, caller }, deps);
}

/** Nobody changes what somebody else asked: people would decide on other words than it acts on. */
async function refuseRequest(
  event: CanonicalEvent,
  caller: Caller,
  approvals: Deps['approvals'],
): Promise<PublishRefusal | undefined> {
  const id = requestId(event);
  const found = await approvals.find(id);
  const isOthers = found.some(
    ({ request, outcome }) =>
      outcome === undefined &&
      request.id === id &&
      request.eventId !== event.id &&
      request.projectId === event.projectId &&
      request.visibility === event.visibility &&
      request.source !== `token:${caller.tokenId}`,
  );
  return isOthers ? 'id_in_use' : undefined;
}

interface Said {
  readonly settled: Settles;
  readonly event: CanonicalEvent;
  readonly caller: Caller;
}

async function refuseStatement(
  { settled, event, caller }: Said,
  deps: Deps,
): Promise<PublishRefusal | undefined> {
  switch (settled) {
    case 'approved':
    case 'denied': {
      const isPersons = hasScope(caller, 'decide') && caller.userId !== undefined;
      return isPersons ? undefined : 'no_decision';
    }
    case 'expired':
      return 'no_expiry';
    case 'canceled': {
      const approval = await approvalIn(event, caller, deps.approvals);
      const may = approval !== undefined && (await mayWithdraw(approval, caller, deps));
      return may ? undefined : 'no_withdrawal';
    }
  }
}

/** Whoever asked takes it back, and so does whoever may decide it. */
async function mayWithdraw(
  { request }: Approval,
  caller: Caller,
  { members }: Pick<Deps, 'members'>,
): Promise<boolean> {
  if (isSamePerson(request.publishedBy ?? [], idsOfPublisher(publisherOf(caller)))) return true;
  if (hasScope(caller, 'admin')) return true;
  return hasScope(caller, 'decide') && isApprover(request, await voterOf(caller, members));
}

/** The request that a published outcome is about, of those that the caller may see. */
export async function approvalIn(
  event: CanonicalEvent,
  caller: Caller,
  approvals: Deps['approvals'],
): Promise<Approval | undefined> {
  const subject = statedRequest(event);
  if (subject === undefined) return undefined;
  const { approvalId, gate } = subject;
  const named = approvalId === undefined ? [] : await approvals.find(approvalId);
  const ofGate = named.length > 0 || gate === undefined ? [] : await approvals.pending();
  const visible = [
    ...named,
    ...ofGate.filter(
      ({ request }) => request.jobId === gate?.jobId && request.stage === gate?.stage,
    ),
  ].filter(
    ({ request }) =>
      callerMaySee(caller, request) &&
      (event.projectId === undefined || event.projectId === request.projectId),
  );
  const found = approvalId === undefined ? visible : resolveId(approvalId, visible);
  return found.length === 1 ? found[0] : undefined;
}

export function problemWith(
  { errors, isOurs = false }: Extract<PublishResult, { kind: 'invalid' }>,
  count: number,
): Problem {
  const share = `${errors.length} of ${count} can't be taken`;
  const reason = errors[0]?.reason ?? '';
  const shown = errors.map(({ index, reason }) => ({ index, detail: reason }));
  // Sent again it fails again, and so does all that is sent with it: that is why it is named.
  return isOurs
    ? { code: 'event_failed', detail: `${share}. ${reason}`, errors: shown }
    : {
        code: 'event_invalid',
        detail: `Nothing was published: ${share}. ${reason}`,
        errors: shown,
      };
}
