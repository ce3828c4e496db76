// What approvals should do, as a plain state machine: the model that the real ones are compared with.

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

export interface ModelApproval extends Asking {
  status: string;
  isOver: boolean;
  votes: { who: string; verdict: Verdict }[];
  attempts: string[];
  remindersLeft: number[];
  isEscalated: boolean;
  reception: string;
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
      status: 'pending',
      isOver: false,
      votes: [],
      attempts: [],
      remindersLeft: [1, 2],
      isEscalated: false,
      reception: '',
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
  const isUndelivered = approval.reception === 'awaited' || approval.reception === 'unheard';
  if (kind === 'job ends' && approval.status === 'pending') end(approval, 'canceled');
  if (kind === 'sign of life' && isUndelivered) receive(approval, 'picked_up');
  if (kind === 'a minute passes' && approval.reception === 'awaited') receive(approval, 'unheard');
}

function happen(
  model: Model,
  approval: ModelApproval,
  action: Extract<Action, { id: string }>,
): void {
  const isOpen = approval.status === 'pending';
  switch (action.kind) {
    case 'vote':
      vote(model, approval, action);
      break;
    case 'time passes':
      approval.isOver = true;
      break;
    case 'time out':
      if (isOpen && approval.isOver) timeOut(model, approval);
      break;
    case 'ask again':
      break;
    case 'bus':
      if (isOpen && action.isOurs) end(approval, action.status);
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
    approval.audit.push('refused');
    return;
  }
  if (approval.status !== 'pending' || approval.attempts.includes(attempt)) return;
  if (approval.isOver) timeOut(model, approval);
  else count(model, approval, { who, verdict, attempt });
}

type Ballot = Pick<Vote, 'who' | 'verdict' | 'attempt'>;

function count(model: Model, approval: ModelApproval, { who, verdict, attempt }: Ballot): void {
  const earlier = approval.votes.find((one) => one.who === who);
  // It says what their vote says already.
  if (earlier?.verdict === verdict) return;
  approval.attempts.push(attempt);
  if (earlier === undefined) approval.votes.push({ who, verdict });
  else earlier.verdict = verdict;
  approval.audit.push('vote');
  const given = approval.votes.filter((one) => one.verdict === verdict).length;
  if (verdict === 'approve' && given >= approval.required) decide(model, approval, 'approved');
  if (verdict === 'deny' && given >= approval.denyRequired) decide(model, approval, 'denied');
}

function timeOut(model: Model, approval: ModelApproval): void {
  approval.attempts.push('timeout');
  decide(model, approval, AFTER_TIME[approval.onTimeout]);
}

function decide(model: Model, approval: ModelApproval, status: string): void {
  end(approval, status);
  model.announced.push(`${TYPES[status]} ${approval.id}`);
  if (status !== 'expired') approval.reception = 'awaited';
}

function end(approval: ModelApproval, status: string): void {
  approval.status = status;
  approval.remindersLeft = [];
  approval.audit.push(status);
}

function receive(approval: ModelApproval, kind: string): void {
  approval.reception = kind;
  approval.audit.push(kind);
}

function remind(approval: ModelApproval, number: number): void {
  if (!approval.remindersLeft.includes(number)) return;
  approval.remindersLeft = approval.remindersLeft.filter((left) => left !== number);
  approval.audit.push('reminded');
  if (!approval.isEscalated) approval.audit.push('escalated');
  approval.isEscalated = true;
}
