// What a request is about, on one line: the action, or the gate to open.
import type { ApprovalRequest } from '../../approvals/approval.ts';
import type { Voice } from '../locale/voice.ts';
import { revealedCode } from '../text/excerpt.ts';
import { revealLine } from '../text/reveal.ts';
import { type RichText, styled } from '../text/rich-text.ts';

type Subject = Pick<ApprovalRequest, 'id' | 'scope' | 'action' | 'stage'>;

const MAX_ACTION_UNITS = 200;
const MAX_STAGE_UNITS = 80;

/** `units`: UTF-16 units of an action. */
export function subjectText(subject: Subject, voice: Voice, units = MAX_ACTION_UNITS): RichText {
  const gate = isGateOnly(subject) ? gateText(subject, voice) : undefined;
  const { action, scope, id } = subject;
  const named = [action, scope].find((text) => text.trim() !== '') ?? id;
  return gate ?? codeLine(named, units);
}

/** `Continue after stage build?`; `undefined` if the request is about no gate. */
export function gateText(
  { stage }: Subject,
  { speak }: Voice,
  units = MAX_STAGE_UNITS,
): RichText | undefined {
  if (stage === undefined) return undefined;
  return speak('approval-gate', { stage: codeLine(stage, units) });
}

/** Whether `subjectText` shows the whole action. */
export function isWholeSubject(subject: Subject, units = MAX_ACTION_UNITS): boolean {
  const { action, stage = '' } = subject;
  return isGateOnly(subject)
    ? revealLine(stage).length <= MAX_STAGE_UNITS
    : stage === '' && revealLine(action).length <= units;
}

/** Whether the gate is all that the request names. */
export function isGateOnly({ stage, action }: Subject): boolean {
  return stage !== undefined && (action === stage || action.trim() === '');
}

function codeLine(text: string, units: number): RichText {
  return styled(revealedCode(text, units), { type: 'code' });
}
