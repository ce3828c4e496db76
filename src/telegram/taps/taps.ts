// Taps on buttons: each is answered within a second, whatever Redis does, and none is lost.
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

/** After this the person is told that the tap arrived, and the message tells what came of it. */
const PATIENCE_MS = 550;
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
    // Two taps on one message are judged in the order in which they came.
    return lanes.run(`${chat.id}:${messageId}`, () =>
      deps.inTime(() => deps.retryWhileUnavailable(act, { signal }), signal),
    );
  }

  /** Only what the person must not overlook: the message itself shows the rest. */
  async function answerOrTell(query: Tap['query'], given: TapAnswer, signal: AbortSignal) {
    const isTaken = await answer(query, given, deps);
    if (isTaken || !given.alert) return;
    await deps.retryWhileUnavailable(() => tellLate(query, given, deps), { signal });
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
    const early = await withDeadline(settled(result), { ms: PATIENCE_MS, clock });
    if (early === undefined) {
      await answer(query, { text: personal('tap-received'), alert: false }, deps);
      const late = (await settled(result)).answer ?? failed;
      if (!signal.aborted && late.alert) {
        await deps.retryWhileUnavailable(() => tellLate(tapped, late, deps), { signal });
      }
    } else if (early.answer === undefined && signal.aborted) {
      // Cut short by the end of the program, it comes again when there is one.
      await answer(query, { text: personal('tap-received'), alert: false }, deps);
    } else {
      await answerOrTell(tapped, early.answer ?? failed, signal);
    }
    // What failed for good is put aside; see isolate-update.ts.
    await result;
  };
}

/** The result, or no answer when it failed; never rejects. */
function settled(result: Promise<TapAnswer>): Promise<{ readonly answer?: TapAnswer }> {
  return result.then(
    (answer) => ({ answer }),
    () => ({}),
  );
}

/** Whether Telegram took it. */
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
    // Too old, since the bot was down, or answered before it was killed: nobody knows which.
    log.debug({ reason: messageOf(error) }, 'tap_answer_failed');
    return false;
  }
}

/** What can't be said in the answer any more is said in the chat, to the one who tapped. */
async function tellLate(
  { message, from }: Tap['query'],
  { text }: TapAnswer,
  { outbox }: Pick<Deps, 'outbox'>,
): Promise<void> {
  const name = shorten(plain(senderName(from).trim() || String(from.id)), MAX_NAME_UNITS);
  const who = styled(name, { type: 'mention', userId: from.id });
  const body = message.chat.id > 0 ? text : join([who, text], ': ');
  await outbox.post(addressOf(message), { body, silent: true, replyTo: message.message_id });
}
