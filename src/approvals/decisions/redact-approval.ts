// Approvals as people read them: without credentials in what producers and voters wrote. Ids, terms and
// timestamps stay, because decisions depend on them.
import type { Redaction } from '../../redact/redaction.ts';
import type { Approval, ApprovalRequest, Decider, Outcome, Vote } from '../approval.ts';
import type { ApprovalStore } from '../approval-store.ts';
import type { StandingStore } from '../standing/standing-store.ts';
import type { AddComment } from './add-comment.ts';
import type { Decide, Decision } from './decide.ts';

export function redactApproval(approval: Approval, redaction: Redaction): Approval {
  const { request, votes, outcome } = approval;
  return {
    ...approval,
    request: redactRequest(request, redaction),
    votes: votes.map((vote) => redactStatement(vote, redaction)),
    ...(outcome === undefined ? {} : { outcome: redactStatement(outcome, redaction) }),
  };
}

export function redactDecision(decision: Decision, redaction: Redaction): Decision {
  if (decision.kind === 'unknown') return decision;
  return { ...decision, approval: redactApproval(decision.approval, redaction) };
}

/** The store for callers that display what they read; writes are not redacted. */
export function redactedApprovals(store: ApprovalStore, redaction: Redaction): ApprovalStore {
  const redacted = (approval: Approval) => redactApproval(approval, redaction);
  return {
    ...store,
    async get(approvalId) {
      const approval = await store.get(approvalId);
      return approval && redacted(approval);
    },
    find: async (id) => (await store.find(id)).map(redacted),
    pending: async () => (await store.pending()).map(redacted),
    recent: async (limit) => (await store.recent(limit)).map(redacted),
  };
}

/** For callers that display what they read. */
export function redactedStandings(
  standings: Pick<StandingStore, 'inForce'>,
  redaction: Redaction,
): Pick<StandingStore, 'inForce'> {
  return {
    async inForce() {
      return (await standings.inForce()).map(({ standing, uses }) => {
        const { action, requestScope, by } = standing;
        const texts = {
          action: redaction.text(action),
          requestScope: redaction.text(requestScope),
          by: redactName(by, redaction),
        };
        return { standing: { ...standing, ...texts }, uses };
      });
    },
  };
}

/** For callers that display the result; the decision itself is made on the unredacted request. */
export function redactedDecide(decide: Decide, redaction: Redaction): Decide {
  const redacted = async (attempt: Parameters<Decide>[0]) =>
    redactDecision(await decide(attempt), redaction);
  return Object.assign(redacted, { timeOut: decide.timeOut });
}

/** For callers that display the result; the comment is published as written. */
export function redactedAddComment(addComment: AddComment, redaction: Redaction): AddComment {
  return async (attempt) => {
    const result = await addComment(attempt);
    if (result.kind === 'unknown') return result;
    return { ...result, approval: redactApproval(result.approval, redaction) };
  };
}

function redactRequest(request: ApprovalRequest, redaction: Redaction): ApprovalRequest {
  const { action, scope, reason, context, stage, title, requestedBy } = request;
  return {
    ...request,
    action: redaction.text(action),
    scope: redaction.text(scope),
    reason: redaction.text(reason),
    context: redaction.data(context),
    ...(stage === undefined ? {} : { stage: redaction.text(stage) }),
    ...(title === undefined ? {} : { title: redaction.text(title) }),
    ...(requestedBy === undefined ? {} : { requestedBy: redactName(requestedBy, redaction) }),
  };
}

function redactStatement<Said extends Vote | Outcome>(said: Said, redaction: Redaction): Said {
  const { by, reason } = said;
  return {
    ...said,
    ...(by === undefined ? {} : { by: redactName<Decider>(by, redaction) }),
    ...(reason === undefined ? {} : { reason: redaction.text(reason) }),
  };
}

function redactName<Named extends { readonly name?: string }>(
  named: Named,
  redaction: Redaction,
): Named {
  const { name } = named;
  return name === undefined ? named : { ...named, name: redaction.text(name) };
}
