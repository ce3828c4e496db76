// Reminds of a pending request, in reply to the message that shows it, with the same buttons if that
// shows all of it.
import { approvalButtons } from '../approvals/approval-buttons.ts';
import { deadlineLines } from '../approvals/approval-deadline.ts';
import { requestHeadline } from '../approvals/approval-headline.ts';
import { subjectText } from '../approvals/approval-subject.ts';
import { voteLines } from '../approvals/approval-votes.ts';
import { boldTitle, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join } from '../text/rich-text.ts';

const MAX_WHO_UNITS = 64;

export function renderReminder(
  { approval, now, token }: Extract<Notice, { kind: 'reminder' }>,
  voice: Voice,
): Message[] {
  const { request } = approval;
  const { ask, project, isWhole } = requestHeadline(request, voice);
  const lines = [
    boldTitle(voice.speak('approval-reminder', { ask, project }), project),
    ...deadlineLines(request, { now, who: MAX_WHO_UNITS }, voice),
    ...(isWhole.action ? [] : [subjectText(request, voice)]),
    ...voteLines(approval, voice),
  ];
  const body = fitToMessage(join(lines, '\n'));
  const buttons =
    token === undefined
      ? {}
      : {
          buttons: approvalButtons(
            { token, version: request.version, standing: request.terms.standing },
            voice,
          ),
        };
  return [{ body, silent: false, ...buttons }];
}
