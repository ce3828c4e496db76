// What an answer to a decision or a question says of the request. With the scope `read` all of it; without, what the
// answer is for: nobody learns by deciding or asking what they may not read.
import { isDeepStrictEqual } from 'node:util';
import type { Approval } from '../../approvals/approval.ts';
import {
  type ApprovalAnswer,
  approvalAnswer,
  approvalJson,
} from '../../approvals/approval-json.ts';
import { type Caller, hasScope } from '../access/auth.ts';

const NAME = ['id', 'key', 'project_id'] as const;
const STATE = [...NAME, 'version', 'status'] as const;
/** Another question has others (answersQuestion), so whoever asks has sent them. */
const ASKED = ['scope', 'action', 'context'] as const;
/** These may be those of somebody else who asked before in the same words. */
const SENT = ['reason', 'session_id', 'job_id', 'requested_by'] as const;

/** By what the answer is for. */
const WITHOUT_READ = {
  /** One of several that the caller has to choose from. */
  candidate: NAME,
  /** The decision that stands. */
  decision: [...STATE, 'outcome'],
  /** The question of the caller, and how long it waits. */
  question: [...STATE, ...ASKED, 'requested_at', 'expires_at'],
} as const satisfies Readonly<Record<string, readonly (keyof ApprovalAnswer)[]>>;

export type AnswerPurpose = keyof typeof WITHOUT_READ;

export type KnownApproval = Partial<ApprovalAnswer>;

export function approvalKnownTo(
  caller: Caller,
  approval: Approval,
  purpose: AnswerPurpose,
): KnownApproval {
  const json = approvalJson(approval);
  return hasScope(caller, 'read') ? json : only(WITHOUT_READ[purpose], json);
}

/** `sent`: what whoever asks has said themselves. */
export function questionKnownTo(
  caller: Caller,
  approval: Approval,
  sent: { readonly [Field in (typeof SENT)[number]]?: unknown },
): KnownApproval {
  const known = approvalKnownTo(caller, approval, 'question');
  const json = approvalJson(approval);
  const own = SENT.filter((field) => isDeepStrictEqual(sent[field], json[field]));
  return { ...known, ...only(own, json) };
}

function only(fields: readonly (keyof ApprovalAnswer)[], json: ApprovalAnswer): KnownApproval {
  return Object.fromEntries(fields.map((field) => [field, json[field]]));
}

const REST =
  'With the scope `read`, all fields of `Approval`; without it, those that are required.';

/** For documents. */
export const candidateAnswer = answerFor('candidate', {
  id: 'ApprovalCandidate',
  description: `One of several requests of an id. ${REST}`,
});
export const decisionAnswer = answerFor('decision', {
  id: 'DecidedApproval',
  description: `A request and the decision that stands. ${REST}`,
});
export const questionAnswer = answerFor('question', {
  id: 'AskedApproval',
  description: `A request, as whoever asks gets it. ${REST}`,
});

function answerFor(
  purpose: AnswerPurpose,
  meta: { readonly id: string; readonly description: string },
) {
  const known: ReadonlySet<string> = new Set(WITHOUT_READ[purpose]);
  const required = Object.entries(approvalAnswer.shape).filter(([name]) => known.has(name));
  return approvalAnswer.partial().extend(Object.fromEntries(required)).meta(meta);
}
