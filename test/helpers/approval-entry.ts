// One approval as the store in memory keeps it.
import type { Approval, ApprovalRequest } from '../../src/approvals/approval.ts';
import type { AuditEntry } from '../../src/approvals/approval-store.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Position } from '../../src/journal/journal.ts';
import { type Course, tryRefusal } from './approval-machine.ts';
import type { TokenOf } from './approvals-in-memory.ts';

export interface Entry {
  approval: Approval;
  readonly course: Course;
  readonly audit: AuditEntry[];
  readonly copies: TokenOf[];
  readonly strays: string[];
  announcement?: { readonly event: CanonicalEvent; readonly position: Position };
  /** While a sign is awaited. */
  signDueAt?: number;
}

/** `at`: epoch milliseconds. */
export function isOver({ request }: Approval, at: number): boolean {
  return request.expiresAt !== undefined && Date.parse(request.expiresAt) <= at;
}

/** Its reminders are numbered from 1. */
export function numbersOf({ terms }: ApprovalRequest): number[] {
  return terms.remindAt.map((_, at) => at + 1);
}

export function timeOf({ terms }: ApprovalRequest, count: number): number {
  return terms.remindAt[count - 1] ?? Number.POSITIVE_INFINITY;
}

/** As it is published when the job gave no sign of life after it. */
export function repeatedOf(event: CanonicalEvent): CanonicalEvent {
  return { ...event, data: { ...event.data, repeated: true } };
}

/** A refusal, once for each attempt, person and reason. */
export function noteOnce(of: Entry | undefined, noted: AuditEntry, attempt: string): void {
  if (of !== undefined && tryRefusal(of.course, attempt, noted)) of.audit.push(noted);
}

/** The first of these in which the attempt was made. */
export function attemptedAmong(
  entries: ReadonlyMap<string, Entry>,
  keys: readonly string[],
  attempt: string,
): Approval | undefined {
  const found = keys.find((key) => entries.get(key)?.course.attempts.has(attempt));
  return entries.get(found ?? '')?.approval;
}
