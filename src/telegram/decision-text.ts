// What became of a decision, told to the one who made it.
import type { Approval, Outcome } from '../approvals/approval.ts';
import type { Decision } from '../approvals/decide.ts';
import type { Member } from '../audience/access.ts';
import { hasAnyRole } from '../audience/access.ts';
import { codeExcerpt, excerpt } from '../message/excerpt.ts';
import { type RichText, styled } from '../message/rich-text.ts';
import { instant, type Voice } from '../message/voice.ts';

interface Reader {
  readonly member: Member;
  readonly voice: Voice;
  /** Epoch milliseconds; what happened on another day is told with its date. */
  readonly now: number;
}

/** UTF-16 units; together they fit a callback answer. */
const LONGEST = { who: 40, reason: 60, project: 40, action: 200 } as const;

export function decisionText(decision: Decision, reader: Reader): RichText {
  const { speak } = reader.voice;
  switch (decision.kind) {
    case 'decided':
      return speak(`reply-${decision.approval.outcome?.status ?? 'approved'}`, {
        action: actionText(decision.approval),
      });
    case 'already':
      return alreadyText(decision.approval.outcome, reader);
    case 'forbidden':
      return forbiddenText(decision, reader);
    case 'unknown':
      return speak('tap-unknown');
  }
}

/** Why nothing changed: what stands, who made it so, and when. */
function alreadyText(outcome: Outcome | undefined, { voice, now }: Reader): RichText {
  if (outcome === undefined) return voice.speak('tap-unknown');
  const { status, by, reason, at } = outcome;
  const isAutomatic = by === undefined || by.via === 'timeout' || by.via === 'policy';
  const named = status === 'approved' || status === 'denied';
  return voice.speak(named && !isAutomatic ? `tap-already-${status}-by` : `tap-already-${status}`, {
    who: by === undefined ? undefined : excerpt(by.name === '' ? by.id : by.name, LONGEST.who),
    at: instant(at, new Date(now).toISOString(), voice),
    reason: reason === undefined ? undefined : excerpt(reason, LONGEST.reason),
  });
}

function forbiddenText(
  { why, approval }: Extract<Decision, { kind: 'forbidden' }>,
  { member, voice }: Reader,
): RichText {
  if (why === 'self') return voice.speak('tap-forbidden-self');
  if (!hasAnyRole(member)) return voice.speak('tap-no-role', { id: String(member.userId) });
  const { projectId } = approval.request;
  const project = projectId === undefined ? undefined : excerpt(projectId, LONGEST.project);
  return project === undefined
    ? voice.speak('tap-forbidden-role')
    : voice.speak('tap-forbidden-role-project', { project });
}

function actionText({ request }: Approval): RichText {
  return styled(codeExcerpt(request.action, LONGEST.action), { type: 'code' });
}
