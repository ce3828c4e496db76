// The result of a decision, for the person who made it.
import type { Approval, Outcome } from '../../approvals/approval.ts';
import type { Decision } from '../../approvals/decisions/decide.ts';
import { idsOfVoter, type Voter, voteOf } from '../../approvals/voters/voter.ts';
import { hasAnyRole } from '../../audience/access.ts';
import { idsOf, isSamePerson } from '../../audience/person.ts';
import { timeText } from '../../message/approvals/approval-deadline.ts';
import { isEndOfJob } from '../../message/approvals/approval-outcome.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import { approversText } from '../../message/approvals/approval-terms.ts';
import { instantSpan, type Voice } from '../../message/locale/voice.ts';
import { excerpt, revealedLine } from '../../message/text/excerpt.ts';
import type { RichText } from '../../message/text/rich-text.ts';

export interface AnswerReader {
  readonly voter: Voter;
  readonly voice: Voice;
  /** Epoch milliseconds; what happened on another day is shown with its date. */
  readonly now: number;
}

const MINUTE_MS = 60_000;
/** UTF-16 units; all together fit a callback answer. */
const MAX_LENGTH = { who: 40, source: 30, reason: 60, project: 40 } as const;

/** Whether this person made the decision that settled the request. */
export function isTheirs({ outcome }: Approval, voter: Voter): boolean {
  const isBy = outcome?.by !== undefined && isSamePerson(idsOf(outcome.by.id), idsOfVoter(voter));
  return (
    isBy &&
    outcome.elsewhere === undefined &&
    (outcome.status === 'approved' || outcome.status === 'denied')
  );
}

export function decisionText(decision: Decision, reader: AnswerReader): RichText {
  const { speak } = reader.voice;
  switch (decision.kind) {
    case 'decided': {
      const { approval } = decision;
      if (!isTheirs(approval, reader.voter)) return alreadyText(approval.outcome, reader);
      const action = subjectText(approval.request, reader.voice);
      return speak(`reply-${approval.outcome?.status}`, { action });
    }
    case 'voted':
      return votedText(decision, reader);
    case 'reason_needed':
      return speak('tap-reason-needed');
    case 'already':
      return isTheirs(decision.approval, reader.voter)
        ? ownText(decision.approval.outcome, reader)
        : alreadyText(decision.approval.outcome, reader);
    case 'forbidden':
      return forbiddenText(decision, reader);
    case 'changed':
      return speak('tap-changed');
    case 'unknown':
      return speak('tap-unknown');
  }
}

/** How many agree, of how many needed. */
function votedText(
  { approval, again }: Extract<Decision, { kind: 'voted' }>,
  { voter, voice }: AnswerReader,
): RichText {
  const { request, votes } = approval;
  const own = voteOf(approval, voter);
  const verdict = own?.verdict ?? 'approve';
  const given = votes.filter((vote) => vote.verdict === verdict).length;
  const { required, denyRequired } = request.terms;
  const needed = verdict === 'approve' ? required : denyRequired;
  return voice.speak(`tap-voted-${verdict}${again === true ? '-again' : ''}`, { given, needed });
}

/** The person decided this themselves, a while ago. */
function ownText(outcome: Outcome | undefined, reader: AnswerReader): RichText {
  if (outcome === undefined) return reader.voice.speak('tap-unknown');
  const ago = agoText(outcome.at, reader);
  return reader.voice.speak(`tap-already-${outcome.status}-own`, { ago });
}

/** `just now`, `2 min ago`. */
export function agoText(at: string, { voice, now }: Pick<AnswerReader, 'voice' | 'now'>): RichText {
  const minutes = Math.floor(Math.max(0, now - Date.parse(at)) / MINUTE_MS);
  if (minutes === 0) return voice.speak('tap-just-now');
  return voice.speak('tap-ago', { duration: timeText(minutes * MINUTE_MS, voice) });
}

/** Why nothing changed: the existing outcome, who decided it, and when. */
function alreadyText(outcome: Outcome | undefined, { voice, now }: AnswerReader): RichText {
  if (outcome === undefined) return voice.speak('tap-unknown');
  const { by, reason = '', at, elsewhere } = outcome;
  const who = by === undefined ? elsewhere?.source : by.name || by.id;
  return voice.speak(alreadyKey(outcome), {
    who: who === undefined ? undefined : revealedLine(who, MAX_LENGTH.who),
    source: elsewhere === undefined ? undefined : revealedLine(elsewhere.source, MAX_LENGTH.source),
    at: instantSpan(at, new Date(now).toISOString(), voice),
    reason: reason.trim() === '' ? undefined : excerpt(reason, MAX_LENGTH.reason),
  });
}

/** Automatic outcomes are never shown as a person's; decisions made elsewhere are shown as such. */
function alreadyKey(outcome: Outcome): string {
  const { status, by, elsewhere } = outcome;
  const key = `tap-already-${status}`;
  if (status === 'expired') return key;
  const isAutomatic = by?.via === 'timeout' || by?.via === 'policy';
  if (status === 'canceled' && isAutomatic) return key;
  const automatically = isAutomatic ? '-automatically' : '';
  if (elsewhere !== undefined && status !== 'canceled') return `${key}-elsewhere${automatically}`;
  if (isAutomatic) return `${key}-automatically`;
  if (by !== undefined) return `${key}-by`;
  return isEndOfJob(outcome) ? 'tap-already-ended' : key;
}

function forbiddenText(
  { why, approval }: Extract<Decision, { kind: 'forbidden' }>,
  { voter, voice }: AnswerReader,
): RichText {
  switch (why) {
    case 'self':
      return voice.speak('tap-forbidden-self');
    case 'standing':
      return voice.speak('tap-forbidden-standing');
    case 'ended':
      return voice.speak('tap-forbidden-ended');
    case 'role':
      return noRoleText(approval, { voter, voice });
  }
}

/** With who may decide instead. */
function noRoleText(
  approval: Approval,
  { voter, voice }: Pick<AnswerReader, 'voter' | 'voice'>,
): RichText {
  const { projectId, terms } = approval.request;
  if (!hasAnyRole(voter)) return voice.speak('tap-no-role', { id: voter.id });
  if (terms.approvers !== undefined) {
    const who = approversText(terms, voice);
    return who === undefined
      ? voice.speak('tap-forbidden-nobody')
      : voice.speak('tap-forbidden-policy', { who });
  }
  const project = projectId === undefined ? undefined : revealedLine(projectId, MAX_LENGTH.project);
  return project === undefined
    ? voice.speak('tap-forbidden-role')
    : voice.speak('tap-forbidden-role-project', { project });
}
