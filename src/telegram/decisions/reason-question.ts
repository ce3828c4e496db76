// Asks a person for the reason of a decision, or for a note with it, and reads the answer.
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

interface QuestionContext {
  readonly approval: Approval;
  readonly verdict: ReasonQuestion['verdict'];
  /** An optional note rather than a required reason. */
  readonly isNote?: boolean;
  /** Telegram opens the reply field of the person who is mentioned, and of nobody else. */
  readonly person: { readonly userId: number; readonly name: string };
  readonly voice: Voice;
}

const MAX_NAME = 64;
/** Longer reasons are cut; UTF-16 units. */
const MAX_REASON = 1_000;

export function reasonQuestion(context: QuestionContext): Question {
  const { approval, verdict, isNote, person, voice } = context;
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

/** `undefined` for a blank text. */
export function reasonFrom(text: string): string | undefined {
  const reason = shorten(plain(text.trim()), MAX_REASON).text.trim();
  return reason === '' ? undefined : reason;
}
