// What becomes of approvals when people, the bus and time act on them: the model that the real ones are compared
// with. Who may vote and when votes are enough is said here; the rest is the state machine (approval-machine.ts).
import type { SettledStatus } from '../../src/approvals/approval.ts';
import {
  awaitSign,
  type Course,
  missSign,
  newCourse,
  pickUp,
  settle,
  takeReminder,
  tryRefusal,
  tryStep,
} from './approval-machine.ts';

export const PEOPLE = ['approver', 'admin', 'requester', 'viewer', 'removed'] as const;
export type Who = (typeof PEOPLE)[number];
export type Verdict = 'approve' | 'deny';
export type OnTimeout = 'expire' | 'deny' | 'approve';

/** How a request is asked. */
export interface Asking {
  readonly id: string;
  readonly required: number;
  readonly denyRequired: number;
  readonly selfApproval: boolean;
  readonly onTimeout: OnTimeout;
  /** Whether it has a deadline. */
  readonly hasEnd: boolean;
}

export interface ModelApproval extends Asking, Course {
  isOver: boolean;
  votes: { who: string; verdict: Verdict }[];
  isEscalated: boolean;
  audit: string[];
}

export interface Model {
  readonly approvals: ModelApproval[];
  /** `<type> <approval id>`, in order. */
  readonly announced: string[];
}

export type Action =
  | { kind: 'vote'; id: string; who: Who; verdict: Verdict; attempt: string }
  | { kind: 'time passes' | 'time out' | 'ask again'; id: string }
  | { kind: 'bus'; id: string; status: 'approved' | 'denied'; isOurs: boolean }
  | { kind: 'remind'; id: string; count: number }
  | { kind: 'job ends' | 'sign of life' | 'a minute passes' };

export function newModel(askings: readonly Asking[]): Model {
  return {
    announced: [],
    approvals: askings.map((asking) => ({
      ...asking,
      ...newCourse([1, 2]),
      isOver: false,
      votes: [],
      isEscalated: false,
      audit: ['asked'],
    })),
  };
}

const AFTER_TIME = { expire: 'expired', deny: 'denied', approve: 'approved' } as const;
const TYPES: Readonly<Record<string, string>> = {
  approved: 'job.approved',
  denied: 'job.denied',
  expired: 'job.approval_expired',
};

/** The model after an action. */
export function after(before: Model, action: Action): Model {
  const model = structuredClone(before);
  if (!('id' in action)) {
    for (const approval of model.approvals) happenToAll(approval, action.kind);
    return model;
  }
  const approval = model.approvals.find(({ id }) => id === action.id);
  if (approval !== undefined) happen(model, approval, action);
  return model;
}

function happenToAll(approval: ModelApproval, kind: string): void {
  if (kind === 'job ends') end(approval, 'canceled');
  if (kind === 'sign of life' && pickUp(approval)) approval.audit.push('picked_up');
  if (kind === 'a minute passes' && missSign(approval)) approval.audit.push('unheard');
}

function happen(
  model: Model,
  approval: ModelApproval,
  action: Extract<Action, { id: string }>,
): void {
  switch (action.kind) {
    case 'vote':
      vote(model, approval, action);
      break;
    case 'time passes':
      approval.isOver = true;
      break;
    case 'time out':
      timeOut(model, approval);
      break;
    case 'ask again':
      break;
    case 'bus':
      if (action.isOurs) end(approval, action.status);
      break;
    case 'remind':
      remind(approval, action.count);
      break;
  }
}

type Vote = Extract<Action, { kind: 'vote' }>;

function vote(model: Model, approval: ModelApproval, { who, verdict, attempt }: Vote): void {
  const isOwn = who === 'requester' && verdict === 'approve' && !approval.selfApproval;
  if (who === 'viewer' || who === 'removed' || isOwn) {
    if (tryRefusal(approval, attempt, { id: who })) approval.audit.push('refused');
    return;
  }
  const earlier = approval.votes.find((one) => one.who === who);
  // It says what their vote says already.
  if (approval.status === 'pending' && !approval.isOver && earlier?.verdict === verdict) return;
  const refused = tryStep(approval, { attempt, isOver: approval.isOver });
  if (refused === 'overdue') timeOut(model, approval);
  if (refused !== undefined) return;
  if (earlier === undefined) approval.votes.push({ who, verdict });
  else earlier.verdict = verdict;
  approval.audit.push('vote');
  const given = approval.votes.filter((one) => one.verdict === verdict).length;
  if (verdict === 'approve' && given >= approval.required) decide(model, approval, 'approved');
  if (verdict === 'deny' && given >= approval.denyRequired) decide(model, approval, 'denied');
}

function timeOut(model: Model, approval: ModelApproval): void {
  const { isOver } = approval;
  if (tryStep(approval, { attempt: 'timeout', isOver, whenOverdue: true }) !== undefined) return;
  decide(model, approval, AFTER_TIME[approval.onTimeout]);
}

function decide(model: Model, approval: ModelApproval, status: SettledStatus): void {
  end(approval, status);
  model.announced.push(`${TYPES[status]} ${approval.id}`);
  awaitSign(approval, { hasJob: true });
}

function end(approval: ModelApproval, status: SettledStatus): void {
  if (settle(approval, status)) approval.audit.push(status);
}

function remind(approval: ModelApproval, count: number): void {
  if (!takeReminder(approval, count)) return;
  approval.audit.push('reminded');
  if (!approval.isEscalated) approval.audit.push('escalated');
  approval.isEscalated = true;
}
