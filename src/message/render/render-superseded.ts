// Replaces the message of an earlier version of a request: it has no buttons any more.
import { requestHeadline, requestHeadlineText } from '../approvals/approval-headline.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join } from '../text/rich-text.ts';

export function renderSuperseded(
  { approval: { request } }: Extract<Notice, { kind: 'superseded' }>,
  voice: Voice,
): Message[] {
  const { changedAt = request.requestedAt, requestedAt } = request;
  const at = instantSpan(changedAt, requestedAt, voice);
  const headline = requestHeadlineText(requestHeadline(request, voice), voice);
  const lines = [voice.speak('approval-superseded', { at }), headline];
  return [{ body: fitToMessage(join(lines, '\n')), silent: true }];
}
