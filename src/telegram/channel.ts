// Telegram as a delivery channel: text and entities out, one outcome back.
import type { Api } from 'grammy';
import type { ForceReply, InlineKeyboardMarkup } from 'grammy/types';
import type { Address } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Channel, SendOutcome } from '../deliver/channel.ts';
import type { Logger } from '../logger.ts';
import { shorten } from '../message/cut.ts';
import type { Message } from '../message/message.ts';
import { plain } from '../message/rich-text.ts';
import type { Metrics } from '../metrics.ts';
import { entitiesOf } from './entities.ts';
import { failureOf, isNotModified } from './failures.ts';

interface Deps {
  readonly api: Api;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Length of the second try of a text that Telegram refused; well below its 4,096. */
const SAFE_UNITS = 3_000;

type Call = (message: Message) => Promise<number>;

export function createTelegramChannel({ api, clock, metrics, log }: Deps): Channel {
  async function measured(method: string, call: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const began = clock.monotonic();
    const outcome = await call();
    metrics.callEnded(method, outcome.kind, (clock.monotonic() - began) / 1000);
    return outcome;
  }

  /** What is refused is a mistake of ours; it must not cost the reader the message. */
  async function withPlainRetry(method: string, message: Message, call: Call) {
    const outcome = await measured(method, () => attempt(call, message));
    if (outcome.kind !== 'refused') return outcome;
    log.error({ method, reason: outcome.reason }, 'telegram_text_refused');
    const simpler = { ...message, body: shorten(plain(message.body.text), SAFE_UNITS) };
    return measured(method, () => attempt(call, simpler));
  }

  return {
    send: ({ chatId, topicId }, message) =>
      withPlainRetry('sendMessage', message, async (said) => {
        const { body, silent, replyTo, buttons, wantsReply } = said;
        const sent = await api.sendMessage(chatId, body.text, {
          entities: entitiesOf(body),
          link_preview_options: { is_disabled: true },
          ...(silent ? { disable_notification: true } : {}),
          ...(topicId === undefined ? {} : { message_thread_id: topicId }),
          ...(replyTo === undefined ? {} : { reply_parameters: replyParameters(replyTo) }),
          ...(wantsReply === undefined ? keyboard(buttons) : forceReply(wantsReply)),
        });
        return sent.message_id;
      }),

    async edit({ chatId }: Address, messageId, message) {
      const call: Call = async ({ body, buttons }) => {
        try {
          await api.editMessageText(chatId, messageId, body.text, {
            entities: entitiesOf(body),
            link_preview_options: { is_disabled: true },
            // Without a keyboard here, Telegram removes the one that is there.
            ...keyboard(buttons),
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

function keyboard(buttons: Message['buttons']): { reply_markup?: InlineKeyboardMarkup } {
  if (buttons === undefined || buttons.length === 0) return {};
  return {
    reply_markup: {
      inline_keyboard: buttons.map((row) =>
        row.map(({ label, action, style }) => ({
          text: label,
          callback_data: action,
          ...(style === undefined ? {} : { style }),
        })),
      ),
    },
  };
}
