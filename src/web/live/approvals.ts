// Requests, as several pages need them: what waits for the person first, the next deadline first.
import type { ApprovalJson, ShownEvent } from '../api/shapes.ts';
import { type Resource, useResource } from './resource.ts';

export interface ApprovalsAnswer {
  readonly approvals: readonly ApprovalJson[];
}

const SETTLING = /^(?:job\.(?:approv|denied|canceled|completed|failed)|gate\.|session\.closed)/;

/** Whether an event may change a request, or ask for one. */
export function concernsApprovals({ event_type: type }: ShownEvent): boolean {
  return SETTLING.test(type);
}

/** `undefined`: nothing to ask for. */
export function useApprovals(path: string | undefined): Resource<ApprovalsAnswer> {
  return useResource<ApprovalsAnswer>(path, concernsApprovals);
}

export interface Waiting {
  readonly forYou: readonly ApprovalJson[];
  readonly forOthers: readonly ApprovalJson[];
}

export function sortWaiting(approvals: readonly ApprovalJson[]): Waiting {
  const pending = approvals
    .filter(({ status }) => status === 'pending')
    .toSorted(nextDeadlineFirst);
  return {
    forYou: pending.filter(waitsForYou),
    forOthers: pending.filter((approval) => !waitsForYou(approval)),
  };
}

function waitsForYou({ you }: ApprovalJson): boolean {
  return you?.may_approve === true && you.voted === undefined;
}

/** Those without a deadline last; of equal ones the older first. */
export function nextDeadlineFirst(one: ApprovalJson, other: ApprovalJson): number {
  const end = ({ expires_at }: ApprovalJson) =>
    expires_at === null ? Number.MAX_SAFE_INTEGER : Date.parse(expires_at);
  return end(one) - end(other) || Date.parse(one.requested_at) - Date.parse(other.requested_at);
}
