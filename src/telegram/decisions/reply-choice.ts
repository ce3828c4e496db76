// Asks what a reply to a request means; the callback data of the question's buttons.
import type { Approval } from '../../approvals/approval.ts';
import type { ReplyMeaning } from '../../approvals/reply-choices.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import type { Voice } from '../../message/locale/voice.ts';
import type { Message } from '../../message/message.ts';

interface Choice {
  readonly token: string;
  readonly meaning: ReplyMeaning;
}

const FORM = /^t:([A-Za-z0-9_-]{16,48}):([dc])$/;

export function writeReplyChoice({ token, meaning }: Choice): string {
  return `t:${token}:${meaning === 'deny' ? 'd' : 'c'}`;
}

/** `undefined` for data of other buttons. */
export function readReplyChoice(data: string): Choice | undefined {
  const [, token, letter] = FORM.exec(data) ?? [];
  if (token === undefined) return undefined;
  return { token, meaning: letter === 'd' ? 'deny' : 'comment' };
}

export function replyChoiceQuestion(
  { request }: Approval,
  token: string,
  voice: Voice,
): Pick<Message, 'body' | 'buttons'> {
  const button = (meaning: ReplyMeaning) => ({
    label: voice.speak(`reply-choice-${meaning}`).text,
    action: writeReplyChoice({ token, meaning }),
  });
  return {
    body: voice.speak('reply-choice', { action: subjectText(request, voice) }),
    buttons: [[button('deny')], [button('comment')]],
  };
}
