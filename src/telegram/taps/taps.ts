// Handles taps: each is answered within a second, whatever Redis does, and none is lost.
import type { Api } from 'grammy';
import type { CallbackQuery } from 'grammy/types';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { Translator } from '../../message/locale/translate.ts';
import { shorten } from '../../message/text/cut.ts';
import { join, plain, styled } from '../../message/text/rich-text.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import { createLanes } from '../../runtime/lanes.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { HandlingDeadline } from '../handling/handling-time.ts';
import type { Tap, TapAction, TapAnswer, TapHandler } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { senderName } from '../sending/sender.ts';
import { localeOf, voiceFor } from '../sending/speech.ts';

interface Deps {
  readonly actions: readonly TapAction[];
  readonly api: Api;
  readonly chatBook: ChatBook;
  readonly outbox: Outbox;
  readonly translator: Translator;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly inTime: HandlingDeadline;
  readonly clock: Clock;
  readonly log: Logger;
}

/** After this the tap is only acknowledged, and the result follows in the chat. */
export const TAP_PATIENCE_MS = 550;
/** Longest text of a callback answer. */
const ANSWER_UNITS = 200;
const MAX_NAME_UNITS = 64;

export function createTapHandler(deps: Deps): TapHandler {
  const { chatBook, translator, clock } = deps;
  const lanes = createLanes();

  async function work(tap: Omit<Tap, 'voice'>, signal: AbortSignal) {
    const { chat, message_id: messageId } = tap.query.message;
    const act = async () => {
      const stored = await chatBook.get(chat.id);
      const locale = localeOf(translator, stored, tap.query.from.language_code);
      const voice = voiceFor(translator, locale);
      for (const action of deps.actions) {
        const answer = action({ ...tap, voice });
        if (answer !== undefined) return await answer;
      }
      return { text: voice.speak('tap-unknown'), alert: true };
    };
    // Taps on one message are handled in order.
    return lanes.run(`${chat.id}:${messageId}`, () =>
      deps.inTime(() => deps.retryWhileUnavailable(act, { signal }), signal),
    );
  }

  /** Posts only what must not be overlooked if Telegram refuses the answer: the message shows the rest. */
  async function answerOrPost(query: Tap['query'], given: TapAnswer, signal: AbortSignal) {
    const isAccepted = await answer(query, given, deps);
    if (isAccepted || !given.alert) return;
    await deps.retryWhileUnavailable(() => postLateAnswer(query, given, deps), { signal });
  }

  return async (query, signal) => {
    const { message, data } = query;
    const personal = translator.speak(translator.match(query.from.language_code));
    const failed = { text: personal('tap-failed'), alert: true };
    if (message === undefined || data === undefined) {
      await answer(query, { text: personal('tap-unknown'), alert: true }, deps);
      return;
    }
    const tapped = { ...query, message };
    const result = work({ query: tapped, data }, signal);
    const early = await withDeadline(settled(result), { ms: TAP_PATIENCE_MS, clock });
    if (early === undefined) {
      await answer(query, { text: personal('tap-received'), alert: false }, deps);
      const late = (await settled(result)).answer ?? failed;
      if (!signal.aborted && late.alert) {
        await deps.retryWhileUnavailable(() => postLateAnswer(tapped, late, deps), { signal });
      }
    } else if (early.answer === undefined && signal.aborted) {
      // Interrupted by the end of the program; it is delivered again after the restart.
      await answer(query, { text: personal('tap-received'), alert: false }, deps);
    } else {
      await answerOrPost(tapped, early.answer ?? failed, signal);
    }
    // A lasting failure is handled by isolate-update.ts.
    await result;
  };
}

/** Never rejects; no answer if it failed. */
function settled(result: Promise<TapAnswer>): Promise<{ readonly answer?: TapAnswer }> {
  return result.then(
    (answer) => ({ answer }),
    () => ({}),
  );
}

/** Whether Telegram accepted it. */
async function answer(
  query: CallbackQuery,
  { text, alert }: TapAnswer,
  { api, log }: Pick<Deps, 'api' | 'log'>,
): Promise<boolean> {
  try {
    await api.answerCallbackQuery(query.id, {
      text: shorten(text, ANSWER_UNITS).text,
      show_alert: alert,
    });
    return true;
  } catch (error) {
    // Too old, or already answered before a crash; Telegram does not say which.
    log.debug({ reason: messageOf(error) }, 'tap_answer_failed');
    return false;
  }
}

/** Posts in the chat, to the person who tapped, what the answer can no longer say. */
async function postLateAnswer(
  { message, from }: Tap['query'],
  { text }: TapAnswer,
  { outbox }: Pick<Deps, 'outbox'>,
): Promise<void> {
  const name = shorten(plain(senderName(from).trim() || String(from.id)), MAX_NAME_UNITS);
  const who = styled(name, { type: 'mention', userId: from.id });
  const body = message.chat.id > 0 ? text : join([who, text], ': ');
  await outbox.post(addressOf(message), { body, silent: true, replyTo: message.message_id });
}
