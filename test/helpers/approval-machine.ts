// The state machine of an approval, as the real one keeps it in Lua (redis/approvals): the only one in TypeScript.
// The store in memory and the model (approval-model.ts) are made on it.
import type { JobAcknowledgement, SettledStatus } from '../../src/approvals/approval.ts';
import { MAX_REFUSALS, type StepResult } from '../../src/approvals/approval-store.ts';

export interface Course {
  status: 'pending' | SettledStatus;
  /** Of a decision that a job waits for; else empty. */
  acknowledgement: '' | JobAcknowledgement['kind'];
  /** Those that were made. */
  readonly attempts: Set<string>;
  /** Numbers of the reminders that are to come. */
  reminders: number[];
}

export function newCourse(reminders: readonly number[]): Course {
  return { status: 'pending', acknowledgement: '', attempts: new Set(), reminders: [...reminders] };
}

interface Try {
  readonly attempt: string;
  /** The time of the request is over. */
  readonly isOver: boolean;
  /** Only once it is. */
  readonly whenOverdue?: boolean;
  /** It was made for another state of the request. */
  readonly isOld?: boolean;
}

/** Why a step changes nothing; else the attempt is made. */
export function tryStep(
  course: Course,
  { attempt, isOver, whenOverdue = false, isOld = false }: Try,
): StepResult['kind'] | undefined {
  if (course.attempts.has(attempt)) return 'made';
  if (course.status !== 'pending') return 'already';
  if (whenOverdue !== isOver) return isOver ? 'overdue' : 'early';
  if (isOld) return 'changed';
  course.attempts.add(attempt);
  return undefined;
}

/** Whether this is its outcome: there is one, and it is the first. */
export function settle(course: Course, status: SettledStatus): boolean {
  if (course.status !== 'pending') return false;
  course.status = status;
  course.reminders = [];
  return true;
}

/** Its outcome was announced: whether a sign of its job is awaited from now on. */
export function awaitSign(course: Course, { hasJob }: { readonly hasJob: boolean }): boolean {
  if (!hasJob || (course.status !== 'approved' && course.status !== 'denied')) return false;
  course.acknowledgement = 'pending';
  return true;
}

/** Its job gave a sign: whether that was awaited, or given up. */
export function pickUp(course: Course): boolean {
  if (course.acknowledgement !== 'pending' && course.acknowledgement !== 'missing') return false;
  course.acknowledgement = 'picked_up';
  return true;
}

/** Its job gave no sign in time: whether one was awaited. */
export function missSign(course: Course): boolean {
  if (course.acknowledgement !== 'pending') return false;
  course.acknowledgement = 'missing';
  return true;
}

/** Whether this reminder was still to come. */
export function takeReminder(course: Course, count: number): boolean {
  if (!course.reminders.includes(count)) return false;
  course.reminders = course.reminders.filter((left) => left !== count);
  return true;
}

/** Whether this refusal of an attempt is kept: it is new, and not one of too many of a person; nothing else changes. */
export function tryRefusal(
  { attempts }: Course,
  attempt: string,
  { id, why }: Readonly<Record<string, unknown>>,
): boolean {
  const of = `refused ${JSON.stringify([id])} `;
  const mark = of + JSON.stringify([attempt, why]);
  const count = [...attempts].filter((one) => one.startsWith(of)).length;
  if (count >= MAX_REFUSALS || attempts.has(mark)) return false;
  attempts.add(mark);
  return true;
}
