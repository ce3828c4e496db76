// Reminds of a pending request, in reply to the message that shows it, with the same buttons if that
// shows all of it.
import { approvalButtons } from '../approvals/approval-buttons.ts';
import { subjectText } from '../approvals/approval-subject.ts';
import { voteLines } from '../approvals/approval-votes.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join } from '../text/rich-text.ts';
import { durationText } from '../values/value-text.ts';

export function renderReminder(
  { approval, now, token }: Extract<Notice, { kind: 'reminder' }>,
  voice: Voice,
): Message[] {
  const { request } = approval;
  const { expiresAt, onTimeout } = request;
  const leftMs = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt) - now;
  const action = subjectText(request, voice);
  const lines = [voice.speak('approval-reminder', { action }), ...voteLines(approval, voice)];
  if (expiresAt !== undefined && leftMs > 0) {
    const key = onTimeout === 'expire' ? 'approval-left' : `approval-left-${onTimeout}`;
    const left = durationText(Math.round(leftMs / 1_000), voice);
    lines.push(voice.speak(key, { left, at: instantSpan(expiresAt, request.requestedAt, voice) }));
  }
  const body = fitToMessage(join(lines, '\n'));
  const buttons =
    token === undefined
      ? {}
      : { buttons: approvalButtons({ token, version: request.version }, voice) };
  return [{ body, silent: false, ...buttons }];
}
