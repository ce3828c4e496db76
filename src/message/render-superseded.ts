// The message of a request that its producer changed: it has no buttons any more, and says so.
import { subjectText } from './approval-subject.ts';
import { fitted } from './cut.ts';
import type { Message } from './message.ts';
import type { Notice } from './notice.ts';
import { join, styled } from './rich-text.ts';
import { instant, type Voice } from './voice.ts';

export function renderSuperseded(
  { approval: { request } }: Extract<Notice, { kind: 'superseded' }>,
  voice: Voice,
): Message[] {
  const { changedAt = request.requestedAt, requestedAt } = request;
  const title = styled(voice.speak('approval-title'), { type: 'strikethrough' });
  const at = instant(changedAt, requestedAt, voice);
  const text = voice.speak('approval-superseded', { at, action: subjectText(request, voice) });
  return [{ body: fitted(join([title, text], '\n')), silent: true }];
}
