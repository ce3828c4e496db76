// Replaces the message of an earlier version of a request: it has no buttons any more.
import { subjectText } from '../approvals/approval-subject.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join, styled } from '../text/rich-text.ts';

export function renderSuperseded(
  { approval: { request } }: Extract<Notice, { kind: 'superseded' }>,
  voice: Voice,
): Message[] {
  const { changedAt = request.requestedAt, requestedAt } = request;
  const title = styled(voice.speak('approval-title'), { type: 'strikethrough' });
  const at = instantSpan(changedAt, requestedAt, voice);
  const text = voice.speak('approval-superseded', { at, action: subjectText(request, voice) });
  return [{ body: fitToMessage(join([title, text], '\n')), silent: true }];
}
