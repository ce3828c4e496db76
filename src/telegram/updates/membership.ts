// The bot is added to a chat, blocked or removed.
import type { ChatMemberUpdated } from 'grammy/types';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { Translator } from '../../message/locale/translate.ts';
import type { Handler } from '../handling/handler.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { chatKind } from '../sending/sender.ts';
import { localeOf } from '../sending/speech.ts';

interface Deps {
  readonly chatBook: ChatBook;
  readonly outbox: Outbox;
  readonly translator: Translator;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

type Status = ChatMemberUpdated['new_chat_member']['status'];

export function createMembershipHandler(deps: Deps): Handler<ChatMemberUpdated> {
  const { chatBook, outbox, translator, retryWhileUnavailable } = deps;

  async function greet({ chat, from }: ChatMemberUpdated): Promise<void> {
    const stored = await chatBook.get(chat.id);
    const speak = translator.speak(localeOf(translator, stored, from.language_code));
    await outbox.post({ chatId: chat.id }, { body: speak('reply-hello'), silent: true });
  }

  return async (change, signal) => {
    const kind = chatKind(change.chat);
    if (kind === undefined) return;
    const was = isInside(change.old_chat_member.status);
    const is = isInside(change.new_chat_member.status);
    if (was && !is) {
      const reason = kind === 'private' ? 'blocked' : 'kicked';
      await retryWhileUnavailable(() => chatBook.deactivate(change.chat.id, reason), { signal });
    }
    if (!was && is && kind === 'group')
      await retryWhileUnavailable(() => greet(change), { signal });
    // The bot may have got the right to write or to send files.
    if (is) await retryWhileUnavailable(() => outbox.retry(change.chat.id), { signal });
  };
}

function isInside(status: Status): boolean {
  return status !== 'left' && status !== 'kicked';
}
