// One approval as the store in memory keeps it, and why a step of it may be refused.
import type { Approval } from '../../src/approvals/approval.ts';
import type { ApprovalStep, AuditEntry, StepResult } from '../../src/approvals/approval-store.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Position } from '../../src/journal/journal.ts';
import type { TokenOf } from './approvals-in-memory.ts';

export interface Entry {
  approval: Approval;
  readonly attempts: Set<string>;
  readonly audit: AuditEntry[];
  readonly copies: TokenOf[];
  readonly strays: string[];
  reminders: { readonly count: number; readonly at: number }[];
  announcement?: { readonly event: CanonicalEvent; readonly position: Position };
  unheardAt?: number;
}

/** `at`: epoch milliseconds. */
export function isOver({ request }: Approval, at: number): boolean {
  return request.expiresAt !== undefined && Date.parse(request.expiresAt) <= at;
}

export function stepRefusal(
  { approval, attempts }: Entry,
  step: ApprovalStep,
  now: number,
): StepResult | undefined {
  if (attempts.has(step.attempt)) return { kind: 'made', approval };
  if (approval.outcome !== undefined) return { kind: 'already', approval };
  const over = isOver(approval, now);
  if (step.whenOverdue === true && !over) return { kind: 'early' };
  if (step.whenOverdue !== true && over) return { kind: 'overdue', approval };
  const isOld = step.revision !== undefined && step.revision !== approval.revision;
  return isOld ? { kind: 'changed' } : undefined;
}
