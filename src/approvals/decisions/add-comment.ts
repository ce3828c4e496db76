// Comments on a pending request: kept in its audit trail and published to its job. They decide nothing.

import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { stableUuid } from '../../event/event-id.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Approval, ApprovalRequest, Decider } from '../approval.ts';
import type { ApprovalStore, AuditEntry } from '../approval-store.ts';
import { refusalFor } from '../voters/voter.ts';
import { ownEvent, subjectData } from './announce.ts';
import { type Decision, type DecisionAttempt, noteRefusal } from './decide.ts';
import type { TimeOut } from './time-out.ts';

export interface CommentAttempt
  extends Pick<DecisionAttempt, 'approvalId' | 'voter' | 'attempt' | 'from'> {
  /** The version that was commented on. */
  readonly version: number;
  readonly text: string;
}

export type CommentResult =
  /** Stored, now or by an earlier call with the same `attempt`. */
  | { readonly kind: 'commented'; readonly approval: Approval }
  | Extract<Decision, { kind: 'already' | 'forbidden' | 'changed' | 'unknown' }>;

export type AddComment = (attempt: CommentAttempt) => Promise<CommentResult>;

interface Deps {
  readonly store: ApprovalStore;
  readonly timeOut: TimeOut;
  readonly clock: Clock;
}

interface Comment {
  readonly by: Decider;
  readonly text: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export function createAddComment(deps: Deps): AddComment {
  const { store, clock } = deps;

  /** `undefined` if the approval has changed since it was read: read it again. */
  async function add(approval: Approval, attempt: CommentAttempt) {
    const { voter, text, from } = attempt;
    const { id, name, via } = voter;
    const at = new Date(clock.now()).toISOString();
    const comment = { by: { id, name, via }, text, at };
    const result = await store.step({
      approvalId: attempt.approvalId,
      attempt: attempt.attempt,
      revision: approval.revision,
      entries: [commentEntry(comment, from)],
      announcement: commentEvent(approval.request, comment, attempt.attempt),
    });
    switch (result.kind) {
      case 'made':
        return { kind: 'commented', approval: result.approval } as const;
      case 'already':
      case 'unknown':
        return result;
      case 'overdue': {
        const settled = await deps.timeOut(result.approval);
        return settled === undefined
          ? undefined
          : ({ kind: 'already', approval: settled } as const);
      }
      case 'changed':
        return undefined;
      case 'early':
        throw new JobwireError('bug', 'a comment was refused as early');
    }
  }

  return async (attempt) => {
    for (;;) {
      const approval = await store.get(attempt.approvalId);
      if (approval === undefined) return { kind: 'unknown' };
      const { request, outcome } = approval;
      const why = refusalFor(request, attempt.voter, 'deny');
      if (why !== undefined) {
        await noteRefusal({ ...attempt, verdict: 'comment' }, why, deps);
        return { kind: 'forbidden', why, approval };
      }
      if (outcome === undefined && request.version !== attempt.version) {
        return { kind: 'changed', approval };
      }
      const result = await add(approval, attempt);
      if (result !== undefined) return result;
    }
  };
}

function commentEntry({ by, text, at }: Comment, from: string | undefined): AuditEntry {
  return { what: 'comment', by: { ...by }, text, ...defined({ from }), at };
}

function commentEvent(
  request: ApprovalRequest,
  { by, text, at }: Comment,
  attempt: string,
): CanonicalEvent {
  return {
    ...ownEvent(request, { writesGate: false }),
    // Includes author and time, so nobody can publish under this id beforehand.
    id: stableUuid(JSON.stringify([request.key, 'comment', attempt, by, text, at])),
    type: 'job.approval_comment',
    time: at,
    data: { ...subjectData(request), comment: text, by: { ...by }, at },
  };
}
