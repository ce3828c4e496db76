// Asks a person for the reason of a decision, or for a note with it, and reads what they answer.
import type { Approval } from '../../approvals/approval.ts';
import type { ReasonQuestion } from '../../approvals/approval-store.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import type { Voice } from '../../message/locale/voice.ts';
import type { Message } from '../../message/message.ts';
import { shorten } from '../../message/text/cut.ts';
import { plain, styled } from '../../message/text/rich-text.ts';

export interface Question {
  readonly message: Pick<Message, 'body' | 'wantsReply'>;
  readonly asks: ReasonQuestion;
}

interface Asking {
  readonly approval: Approval;
  readonly verdict: ReasonQuestion['verdict'];
  /** They need not say anything: they want to. */
  readonly isNote?: boolean;
  /** Telegram opens the reply field of the person who is mentioned, and of nobody else. */
  readonly person: { readonly userId: number; readonly name: string };
  readonly voice: Voice;
}

const MAX_NAME = 64;
/** UTF-16 units of a reason that are kept. */
const MAX_REASON = 1_000;

export function reasonQuestion(asking: Asking): Question {
  const { approval, verdict, isNote, person, voice } = asking;
  const { request } = approval;
  const { userId, name } = person;
  const shown = shorten(plain(name.trim() === '' ? String(userId) : name), MAX_NAME);
  const body = voice.speak(`approval-question-${isNote ? 'note' : verdict}`, {
    who: styled(shown, { type: 'mention', userId }),
    action: subjectText(request, voice),
  });
  const placeholder = isNote
    ? 'approval-question-note-placeholder'
    : 'approval-question-placeholder';
  return {
    message: { body, wantsReply: voice.speak(placeholder).text },
    asks: { kind: 'question', approvalId: request.key, version: request.version, verdict, userId },
  };
}

/** `undefined` for a text that says nothing. */
export function reasonFrom(text: string): string | undefined {
  const reason = shorten(plain(text.trim()), MAX_REASON).text.trim();
  return reason === '' ? undefined : reason;
}
