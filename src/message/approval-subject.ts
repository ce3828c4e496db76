// What a request is about, on one line: what is to be done, or the gate that is to open.
import type { ApprovalRequest } from '../approvals/approval.ts';
import { codeExcerpt } from './excerpt.ts';
import { oneLine, type RichText, styled } from './rich-text.ts';
import type { Voice } from './voice.ts';

type Subject = Pick<ApprovalRequest, 'id' | 'scope' | 'action' | 'stage'>;

const LONGEST_ACTION = 200;
const LONGEST_STAGE = 80;

/** `units`: UTF-16 units of an action. */
export function subjectText(subject: Subject, voice: Voice, units = LONGEST_ACTION): RichText {
  const gate = isGateAlone(subject) ? gateText(subject, voice) : undefined;
  const { action, scope, id } = subject;
  const named = [action, scope].find((text) => text.trim() !== '') ?? id;
  return gate ?? codeLine(named, units);
}

/** `Gate of stage build`; `undefined` for a request that is about no gate. */
export function gateText({ stage }: Subject, { speak }: Voice): RichText | undefined {
  if (stage === undefined) return undefined;
  return speak('approval-gate', { stage: codeLine(stage, LONGEST_STAGE) });
}

/** Whether there is nothing to say but which gate it is. */
export function isGateAlone({ stage, action }: Subject): boolean {
  return stage !== undefined && (action === stage || action.trim() === '');
}

function codeLine(text: string, units: number): RichText {
  return styled(oneLine(codeExcerpt(text, units)), { type: 'code' });
}
