// The one way to decide: taps, commands, HTTP, the command line and timeouts all come through here.
import { isPerson, type Member, mayDecide } from '../audience/access.ts';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import { announce } from './announce.ts';
import type { Approval, Decider } from './approval.ts';
import type { ApprovalStore } from './approval-store.ts';

export interface Attempt {
  readonly approvalId: string;
  readonly verdict: 'approve' | 'deny';
  /** Who decides, with the rights they have now. */
  readonly person: Member;
  readonly via: Decider['via'];
  readonly reason?: string;
  /** See Settlement.attempt. */
  readonly attempt: string;
}

export type Decision =
  | { readonly kind: 'decided'; readonly approval: Approval }
  /** Too late; `approval.outcome` says what stands. */
  | { readonly kind: 'already'; readonly approval: Approval }
  | { readonly kind: 'forbidden'; readonly why: 'role' | 'self'; readonly approval: Approval }
  /** No such approval, or none this person may know of. */
  | { readonly kind: 'unknown' };

export type Decide = (attempt: Attempt) => Promise<Decision>;

interface Deps {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'approvalChanged'>;
}

export function createDecide({ store, clock, metrics }: Deps): Decide {
  return async (attempt) => {
    const approval = await store.get(attempt.approvalId);
    if (approval === undefined) return { kind: 'unknown' };
    const why = refusal(approval, attempt);
    if (why !== undefined) {
      await store.audit(attempt.approvalId, {
        what: 'refused',
        why,
        who: String(attempt.person.userId),
        via: attempt.via,
        at: new Date(clock.now()).toISOString(),
      });
      return { kind: 'forbidden', why, approval };
    }
    return settle(approval, attempt);
  };

  async function settle(approval: Approval, attempt: Attempt): Promise<Decision> {
    const outcome = {
      status: attempt.verdict === 'approve' ? 'approved' : 'denied',
      by: { id: String(attempt.person.userId), name: attempt.person.name, via: attempt.via },
      ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
      at: new Date(clock.now()).toISOString(),
    } as const;
    const result = await store.settle({
      approvalId: attempt.approvalId,
      outcome,
      attempt: attempt.attempt,
      announcement: announce(approval, outcome),
    });
    switch (result.kind) {
      case 'settled':
        metrics.approvalChanged(outcome.status);
        return { kind: 'decided', approval: result.approval };
      case 'already':
        return { kind: 'already', approval: result.approval };
      case 'unknown':
        return { kind: 'unknown' };
    }
  }
}

/** The default policy: one approver, and nobody approves what they asked for themselves. */
function refusal({ request }: Approval, { person, verdict }: Attempt): 'role' | 'self' | undefined {
  if (!mayDecide(person, request)) return 'role';
  const asked = request.requestedBy;
  if (verdict === 'approve' && asked !== undefined && isPerson(person, asked.id)) return 'self';
  return undefined;
}
