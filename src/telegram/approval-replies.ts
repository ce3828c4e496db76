// Replies to a request, or to the question for a reason: the decision, with what they say as reason.
import type { Message, User } from 'grammy/types';
import type { ApprovalStore, Asked } from '../approvals/approval-store.ts';
import type { Decide } from '../approvals/decide.ts';
import { voterInTelegram } from '../approvals/voter.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { RichText } from '../message/rich-text.ts';
import type { Translator } from '../message/translate.ts';
import type { Voice } from '../message/voice.ts';
import { decisionText } from './decision-text.ts';
import type { Persist } from './persist.ts';
import { reasonIn } from './reason-question.ts';
import { nameOf, personOf } from './sender.ts';
import { localeOf, voiceFor } from './speech.ts';
import { addressOf } from './taps.ts';
import type { Handler } from './update-handler.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly members: Members;
  readonly chatBook: ChatBook;
  readonly translator: Translator;
  readonly outbox: Outbox;
  readonly persist: Persist;
  readonly clock: Clock;
}

interface Answer {
  readonly asked: Asked;
  readonly message: Message;
  readonly sender: User;
  readonly reason: string;
  readonly voice: Voice;
}

/** A reply counts whenever it was written, as a tap does. Other messages are let go. */
export function createApprovalReplies(deps: Deps): Handler<Message> {
  const { outbox, persist } = deps;
  return async (message, signal) => {
    const sender = personOf(message);
    const isHidden = message.sender_chat !== undefined;
    if (message.reply_to_message === undefined || (sender === undefined && !isHidden)) return;
    const body = await persist(() => answerTo(message, sender, deps), { signal });
    if (body === undefined) return;
    const answer = { body, silent: true, replyTo: message.message_id };
    await persist(() => outbox.post(addressOf(message), answer), { signal });
  };
}

/** `undefined` when it is about no request. May be called again when it failed. */
async function answerTo(
  message: Message,
  sender: User | undefined,
  deps: Deps,
): Promise<RichText | undefined> {
  const { reply_to_message: answered, chat, text, caption } = message;
  const asked = answered && (await deps.approvals.askedIn(chat.id, answered.message_id));
  if (asked === undefined) return undefined;
  const stored = await deps.chatBook.get(chat.id);
  const { translator } = deps;
  const voice = voiceFor(translator, localeOf(translator, stored, sender?.language_code));
  if (sender === undefined) return voice.speak('reply-anonymous');
  const reason = reasonIn(text ?? caption ?? '');
  if (reason === undefined) return voice.speak('reply-reason-words');
  return decideByReply({ asked, message, sender, reason, voice }, deps);
}

async function decideByReply(answer: Answer, deps: Deps): Promise<RichText> {
  const { asked, message, sender, reason, voice } = answer;
  const { id: chatId } = message.chat;
  const voter = voterInTelegram(sender.id, nameOf(sender), await deps.members.get(sender.id));
  const decision = await deps.decide({
    ...asked,
    voter,
    reason,
    attempt: `tg:${chatId}:${message.message_id}`,
    from: `chat ${chatId}`,
  });
  return decisionText(decision, { voter, voice, now: deps.clock.now() });
}
