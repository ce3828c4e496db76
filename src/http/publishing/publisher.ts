// What a caller may publish: nothing in other projects, no decisions of others, no withdrawal of others' requests.
// Every refused event is named.
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

/** Why a valid event may not be published by this caller. */
type PublishRefusal =
  /** The same for a project of others, one that does not exist, and none at all. */
  'no_such_project' | 'no_decision' | 'id_in_use' | 'no_expiry' | 'no_withdrawal';

const REASONS: Readonly<Record<PublishRefusal, string>> = {
  no_such_project:
    'This token has no such project; expected an event of a project that the token was created for, like {"project_id":"shop"}.',
  no_decision:
    'This event decides a request, which requires a token with the scope decide that belongs to a person, for example from: jobwire token create NAME --scopes decide --user-id 1001.',
  id_in_use:
    'This approval_id is in use by an open request of somebody else; expected a new one, like {"approval_id":"deploy-43"}.',
  no_expiry:
    'Only jobwire announces that a request has expired; expected another event, or POST /api/v1/approvals/{id}/decision.',
  no_withdrawal:
    'This token has no such request to withdraw; expected one that it published, or the scope decide of somebody who may decide it.',
};

interface Deps {
  readonly approvals: Pick<ApprovalStore, 'find' | 'pending'>;
  readonly members: Pick<Members, 'all'>;
}

/** The publisher, and what they may not publish. */
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

/** Nobody may change the request of somebody else: people would decide on something else than its job acts on. */
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

interface StatementContext {
  readonly settled: Settles;
  readonly event: CanonicalEvent;
  readonly caller: Caller;
}

async function refuseStatement(
  { settled, event, caller }: StatementContext,
  deps: Deps,
): Promise<PublishRefusal | undefined> {
  switch (settled) {
    case 'approved':
    case 'denied': {
      const hasPerson = hasScope(caller, 'decide') && caller.userId !== undefined;
      return hasPerson ? undefined : 'no_decision';
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

/** Requesters may withdraw their request, and so may those who may decide it. */
async function mayWithdraw(
  { request }: Approval,
  caller: Caller,
  { members }: Pick<Deps, 'members'>,
): Promise<boolean> {
  if (isSamePerson(request.publishedBy ?? [], idsOfPublisher(publisherOf(caller)))) return true;
  if (hasScope(caller, 'admin')) return true;
  return hasScope(caller, 'decide') && isApprover(request, await voterOf(caller, members));
}

/** The request that a published outcome refers to, if the caller may see it. */
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
  const share = `${errors.length} of ${count} can't be accepted`;
  const reason = errors[0]?.reason ?? '';
  const shown = errors.map(({ index, reason }) => ({ index, detail: reason }));
  // A failing event would fail again, together with everything sent with it: name it, so that it can be left out.
  return isOurs
    ? { code: 'event_failed', detail: `${share}. ${reason}`, errors: shown }
    : {
        code: 'event_invalid',
        detail: `Nothing was published: ${share}. ${reason}`,
        errors: shown,
      };
}
