// Taps on the buttons of a request: approve and deny, at once or with a reason or note.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import {
  type Decide,
  type Decision,
  type DecisionAttempt,
  noteRefusal,
} from '../../approvals/decisions/decide.ts';
import { refusalFor, voterInTelegram } from '../../approvals/voters/voter.ts';
import type { Address } from '../../audience/chat-book.ts';
import type { Members } from '../../audience/members.ts';
import type { Copies } from '../../deliver/copies.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import { APPROVAL_ACTION, isApproving } from '../../message/notice.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type AnswerReader, decisionText, isTheirs } from '../decisions/decision-text.ts';
import { reasonQuestion } from '../decisions/reason-question.ts';
import { viewOfRequests } from '../decisions/seen-requests.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly copies: Pick<Copies, 'of'>;
  readonly decide: Decide;
  readonly members: Members;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

type Action = NonNullable<ReturnType<typeof APPROVAL_ACTION.parse>>;

interface Question {
  readonly tap: Tap;
  readonly attempt: DecisionAttempt;
  readonly approval: Approval;
  readonly address: Address;
  readonly isNote: boolean;
}

export function createApprovalTaps(deps: Deps): TapAction {
  const { approvals, members, clock } = deps;

  async function decideByTap(
    tap: Tap,
    { token, version, choice: wants }: Action,
  ): Promise<TapAnswer> {
    const { query, voice } = tap;
    const copy = await approvals.copyOf(token);
    // A button belongs to the chat it was made for; apps can send its data from anywhere.
    if (copy === undefined || copy.address.chatId !== query.message.chat.id) {
      return { text: voice.speak('tap-unknown'), alert: true };
    }
    const isOffered = tappedButtons(tap).includes(tap.data);
    if (isOffered) await approvals.adopt(copy, query.message.message_id);
    const known = await members.get(query.from.id);
    const attempt: DecisionAttempt = {
      approvalId: copy.approvalId,
      version,
      verdict: isApproving(tap.data) ? 'approve' : 'deny',
      voter: voterInTelegram(query.from.id, senderName(query.from), known),
      attempt: `tg:${query.id}`,
      from: `chat ${query.message.chat.id}`,
      ...standingOf(wants),
    };
    if (!isOffered && (await isUnseen(attempt, copy.address, deps))) {
      return { text: voice.speak('tap-not-whole'), alert: true };
    }
    const asksFirst = wants === 'denyWithReason' || wants === 'approveWithNote';
    const decision = await (asksFirst ? checkBeforeAsking(attempt, deps) : deps.decide(attempt));
    if (decision.kind !== 'reason_needed') {
      return answerTo(wants, decision, { voter: attempt.voter, voice, now: clock.now() });
    }
    const { approval } = decision;
    const isNote = wants === 'approveWithNote';
    return ask({ tap, attempt, approval, address: copy.address, isNote });
  }

  async function ask({ tap, attempt, address, ...about }: Question): Promise<TapAnswer> {
    const { from, message: shown } = tap.query;
    const { voice } = tap;
    // Nobody can reply in a channel under their own name.
    if (shown.chat.type === 'channel') return { text: voice.speak('tap-no-question'), alert: true };
    const person = { userId: from.id, name: senderName(from) };
    const { verdict } = attempt;
    const { message, asks } = reasonQuestion({ ...about, verdict, person, voice });
    const replyTo = shown.message_id;
    await deps.outbox.post(address, { ...message, silent: true, replyTo }, { asks });
    return { text: voice.speak(about.isNote ? 'tap-question-note' : 'tap-question'), alert: false };
  }

  return (tap) => {
    const action = APPROVAL_ACTION.parse(tap.data);
    return action === undefined ? undefined : decideByTap(tap, action);
  };
}

function standingOf(wants: Action['choice']): Pick<DecisionAttempt, 'standing'> {
  return wants === 'approveAlike' ? { standing: 'give' } : {};
}

function answerTo(wants: Action['choice'], decision: Decision, reader: AnswerReader): TapAnswer {
  const isNew = decision.kind === 'decided' || (decision.kind === 'voted' && !decision.again);
  return wants === 'approveAlike' && isNew
    ? { text: reader.voice.speak('standing-given'), alert: false }
    : tapAnswer(decision, reader);
}

/** The result of a decision for the person who tapped; an alert unless it is just what they wanted. */
export function tapAnswer(decision: Decision, reader: AnswerReader): TapAnswer {
  const { voter, voice } = reader;
  if (decision.kind === 'decided' && isTheirs(decision.approval, voter)) {
    return { text: voice.speak(`tap-${decision.approval.outcome?.status}`), alert: false };
  }
  const isNews = decision.kind === 'voted' && decision.again !== true;
  return { text: decisionText(decision, reader), alert: !isNews };
}

/** A chat that does not show the request in full has no button to approve, but its data can be sent. */
async function isUnseen(
  { approvalId, version, verdict }: DecisionAttempt,
  { chatId }: Address,
  { approvals, copies }: Pick<Deps, 'approvals' | 'copies'>,
): Promise<boolean> {
  if (verdict === 'deny') return false;
  const approval = await approvals.get(approvalId);
  if (approval === undefined || approval.outcome !== undefined) return false;
  const { request } = approval;
  return request.version === version && (await viewOfRequests(chatId, request, copies)) === 'part';
}

/** Checks before asking for a reason whether the person may decide and is in time. */
async function checkBeforeAsking(
  attempt: DecisionAttempt,
  { approvals, clock }: Pick<Deps, 'approvals' | 'clock'>,
): Promise<Decision> {
  const approval = await approvals.get(attempt.approvalId);
  if (approval === undefined) return { kind: 'unknown' };
  const why = refusalFor(approval.request, attempt.voter, attempt.verdict);
  if (why !== undefined) {
    await noteRefusal(attempt, why, { store: approvals, clock });
    return { kind: 'forbidden', why, approval };
  }
  if (approval.outcome !== undefined) return { kind: 'already', approval };
  return {
    kind: approval.request.version === attempt.version ? 'reason_needed' : 'changed',
    approval,
  };
}
