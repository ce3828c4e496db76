// Telegram as a delivery channel: text and entities out, one outcome back.

import { type Api, InputFile } from 'grammy';
import type { ForceReply } from 'grammy/types';
import type { Address } from '../../audience/chat-book.ts';
import type { Channel, SendOutcome } from '../../deliver/channel.ts';
import type { Message } from '../../message/message.ts';
import { MESSAGE_LIMIT, shorten } from '../../message/text/cut.ts';
import { plain } from '../../message/text/rich-text.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { DashboardButton } from './dashboard-button.ts';
import { entitiesOf } from './entities.ts';
import { failureOf, isButtonRefused, isNotModified } from './failures.ts';
import { keyboardOf } from './keyboard.ts';

interface Deps {
  readonly api: Api;
  readonly toDashboard: DashboardButton;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Of the text that goes with a file. */
const CAPTION_UNITS = 1_024;

type Call = (message: Message) => Promise<number>;

export function createTelegramChannel(deps: Deps): Channel {
  const { api, toDashboard, clock, metrics, log } = deps;

  async function measured(method: string, call: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const startedAt = clock.monotonic();
    const outcome = await call();
    metrics.callEnded(method, outcome.kind, (clock.monotonic() - startedAt) / 1000);
    return outcome;
  }

  /** A refused text is our mistake, which must not cost the reader the message. */
  async function withPlainRetry(
    method: string,
    message: Message,
    call: Call,
  ): Promise<SendOutcome> {
    const outcome = await measured(method, () => attempt(call, message));
    if (outcome.kind !== 'refused') return outcome;
    const { opens, ...bare } = message;
    if (opens !== undefined && isButtonRefused(outcome.reason)) {
      log.error({ method, reason: outcome.reason }, 'telegram_open_button_refused');
      return withPlainRetry(method, bare, call);
    }
    log.error({ method, reason: outcome.reason }, 'telegram_text_refused');
    return measured(method, () => attempt(call, plainVersion(bare)));
  }

  return {
    send: (address, message) => {
      const { document } = message;
      return document === undefined
        ? withPlainRetry('sendMessage', message, (text) => sendText(address, text, deps))
        : withPlainRetry('sendDocument', message, (file) =>
            sendFile(address, { ...file, document }, deps),
          );
    },

    async edit({ chatId }: Address, messageId, message) {
      const call: Call = async (changed) => {
        const { body } = changed;
        try {
          await api.editMessageText(chatId, messageId, body.text, {
            entities: entitiesOf(body),
            link_preview_options: { is_disabled: true },
            // Without a keyboard here, Telegram removes the one that is there.
            ...keyboardOf(changed, chatId, toDashboard),
          });
        } catch (error) {
          if (!isNotModified(error)) throw error;
        }
        return messageId;
      };
      return withPlainRetry('editMessageText', message, call);
    },
  };
}

async function sendText(address: Address, message: Message, deps: Deps): Promise<number> {
  const { body } = message;
  const { message_id } = await deps.api.sendMessage(address.chatId, body.text, {
    entities: entitiesOf(body),
    link_preview_options: { is_disabled: true },
    ...sendOptions(address, message, deps),
  });
  return message_id;
}

async function sendFile(
  address: Address,
  message: Message & Required<Pick<Message, 'document'>>,
  deps: Deps,
): Promise<number> {
  const { name, text } = message.document;
  const caption = shorten(message.body, CAPTION_UNITS);
  const { message_id } = await deps.api.sendDocument(
    address.chatId,
    new InputFile(Buffer.from(text, 'utf8'), name),
    {
      caption: caption.text,
      caption_entities: entitiesOf(caption),
      disable_content_type_detection: true,
      ...sendOptions(address, message, deps),
    },
  );
  return message_id;
}

function sendOptions({ chatId, topicId }: Address, message: Message, { toDashboard }: Deps) {
  const { silent, replyTo, wantsReply } = message;
  return {
    ...defined({
      disable_notification: silent || undefined,
      message_thread_id: topicId,
      reply_parameters: replyTo === undefined ? undefined : replyParameters(replyTo),
    }),
    ...(wantsReply === undefined
      ? keyboardOf(message, chatId, toDashboard)
      : forceReply(wantsReply)),
  };
}

/** Unformatted. A text that must be cut loses its buttons: nobody decides on a part of it. */
function plainVersion({ buttons, ...message }: Message): Message {
  const whole = plain(message.body.text);
  const body = shorten(whole, MESSAGE_LIMIT.units);
  return body === whole && buttons !== undefined
    ? { ...message, body, buttons }
    : { ...message, body };
}

async function attempt(call: Call, message: Message): Promise<SendOutcome> {
  try {
    return { kind: 'sent', messageId: await call(message) };
  } catch (error) {
    return failureOf(error);
  }
}

function forceReply(placeholder: string): { reply_markup: ForceReply } {
  return {
    reply_markup: { force_reply: true, selective: true, input_field_placeholder: placeholder },
  };
}

function replyParameters(messageId: number) {
  return { message_id: messageId, allow_sending_without_reply: true };
}
