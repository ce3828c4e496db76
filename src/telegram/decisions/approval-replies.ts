// A reply to the question for a reason decides, with its text as the reason, if it comes from the person
// who was asked. Any other reply to a request decides nothing: its author, if they may decide, is asked what
// it means (reply-choice-taps.ts).
import type { Message as TelegramMessage, User } from 'grammy/types';
import type {
  ApprovalStore,
  MessageSubject,
  ReasonQuestion,
} from '../../approvals/approval-store.ts';
import type { Decide } from '../../approvals/decisions/decide.ts';
import type { ReplyChoices } from '../../approvals/reply-choices.ts';
import { refusalFor, type Voter, voterInTelegram } from '../../approvals/voters/voter.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { Members } from '../../audience/members.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { Translator } from '../../message/locale/translate.ts';
import type { Voice } from '../../message/locale/voice.ts';
import type { Message } from '../../message/message.ts';
import type { RichText } from '../../message/text/rich-text.ts';
import type { Clock } from '../../runtime/clock.ts';
import { addressOf } from '../sending/address.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { senderName, senderOf } from '../sending/sender.ts';
import { localeOf, voiceFor } from '../sending/speech.ts';
import { decisionText } from './decision-text.ts';
import { reasonFrom } from './reason-question.ts';
import { replyChoiceQuestion } from './reply-choice.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly replyChoices: ReplyChoices;
  readonly members: Members;
  readonly chatBook: ChatBook;
  readonly translator: Translator;
  readonly outbox: Outbox;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly clock: Clock;
}

type Answer = Pick<Message, 'body' | 'buttons'>;

/** A person's reply to a message of ours. */
interface Writing {
  readonly message: TelegramMessage;
  readonly sender: User;
  /** `undefined` if it has no text. */
  readonly text: string | undefined;
  readonly voter: Voter;
  readonly voice: Voice;
}

/** A reply counts however old it is, like a tap. Returns false for other messages, which it leaves alone. */
export type ApprovalReplies = (message: TelegramMessage, signal: AbortSignal) => Promise<boolean>;

export function createApprovalReplies(deps: Deps): ApprovalReplies {
  const { outbox, retryWhileUnavailable } = deps;
  return async (message, signal) => {
    const sender = senderOf(message);
    const isHidden = message.sender_chat !== undefined;
    if (message.reply_to_message === undefined || (sender === undefined && !isHidden)) return false;
    const answer = await retryWhileUnavailable(() => answerTo(message, sender, deps), { signal });
    if (answer === undefined) return false;
    const content = { ...answer, silent: true, replyTo: message.message_id };
    await retryWhileUnavailable(() => outbox.post(addressOf(message), content), { signal });
    return true;
  };
}

/** `undefined` if there is nothing to answer. Called again if it fails. */
async function answerTo(
  message: TelegramMessage,
  sender: User | undefined,
  deps: Deps,
): Promise<Answer | undefined> {
  const { reply_to_message: answered, chat, text, caption } = message;
  const asked = answered && (await deps.approvals.subjectOfMessage(chat.id, answered.message_id));
  if (asked === undefined) return undefined;
  const stored = await deps.chatBook.get(chat.id);
  const { translator } = deps;
  const voice = voiceFor(translator, localeOf(translator, stored, sender?.language_code));
  if (sender === undefined) {
    return asked.kind === 'question' ? { body: voice.speak('reply-anonymous') } : undefined;
  }
  const voter = voterInTelegram(sender.id, senderName(sender), await deps.members.get(sender.id));
  // What an inline bot wrote is no reason of its sender's.
  const words = message.via_bot === undefined ? (text ?? caption ?? '') : '';
  const writing = { message, sender, voter, voice, text: reasonFrom(words) };
  return asked.kind === 'question' && (asked.userId ?? sender.id) === sender.id
    ? { body: await decideByAnswer(asked, writing, deps) }
    : askForMeaning(asked, writing, deps);
}

async function decideByAnswer(
  { approvalId, version, verdict }: ReasonQuestion,
  { message, text, voter, voice }: Writing,
  deps: Deps,
): Promise<RichText> {
  if (text === undefined) return voice.speak('reply-reason-words');
  const { id: chatId } = message.chat;
  const decision = await deps.decide({
    approvalId,
    version,
    verdict,
    voter,
    reason: text,
    attempt: `tg:${chatId}:${message.message_id}`,
    from: `chat ${chatId}`,
  });
  return decisionText(decision, { voter, voice, now: deps.clock.now() });
}

/** Answers only people who may decide; others just talk below a request. */
async function askForMeaning(
  { approvalId, version }: Pick<MessageSubject, 'approvalId' | 'version'>,
  { message, sender, text, voter, voice }: Writing,
  { approvals, replyChoices }: Deps,
): Promise<Answer | undefined> {
  if (text === undefined) return undefined;
  const approval = await approvals.get(approvalId);
  if (approval === undefined || approval.outcome !== undefined) return undefined;
  const { request } = approval;
  if (refusalFor(request, voter, 'deny') !== undefined) return undefined;
  if (version !== undefined && version !== request.version) {
    return { body: voice.speak('tap-changed') };
  }
  const token = await replyChoices.create({
    chatId: message.chat.id,
    messageId: message.message_id,
    userId: sender.id,
    text,
    approvalId,
    version: request.version,
  });
  return replyChoiceQuestion(approval, token, voice);
}
