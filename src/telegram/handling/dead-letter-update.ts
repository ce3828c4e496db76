// Makes a dead letter of an update that can't be handled, and apologises to whoever waits for an answer.
import type { Update } from 'grammy/types';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { JsonObject } from '../../event/canonical-event.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Translator } from '../../message/locale/translate.ts';
import type { Redaction } from '../../redact/redaction.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { addressOf } from '../sending/address.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { localeOf } from '../sending/speech.ts';

export interface UpdateRefusal {
  readonly reason: string;
  readonly attempts: number;
  /** Nobody was notified yet that it failed. */
  readonly isSilent: boolean;
}

/** Rejects only if the program stops: then the update must be delivered again. */
export type DeadLetterUpdate = (
  update: Update,
  refusal: UpdateRefusal,
  signal: AbortSignal,
) => Promise<void>;

interface Deps {
  readonly journal: Pick<Journal, 'append'>;
  readonly redaction: Redaction;
  readonly chatBook: ChatBook;
  readonly outbox: Outbox;
  readonly translator: Translator;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly metrics: Pick<Metrics, 'deadLettered'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const SOURCE = 'telegram';
/** It can't be redriven, so it is only kept to be looked at. */
const MAX_RAW_UNITS = 8_192;
const ANSWER_MS = 5_000;

export function createDeadLetterUpdate(deps: Deps): DeadLetterUpdate {
  const { journal, redaction, retryWhileUnavailable, clock, log } = deps;

  async function keep(update: Update, { reason, attempts }: UpdateRefusal, signal: AbortSignal) {
    const entryId = String(update.update_id);
    const data = redaction.data(JSON.parse(JSON.stringify(update)) as JsonObject);
    const raw = redaction.text(JSON.stringify(data)).slice(0, MAX_RAW_UNITS);
    const letter = { source: SOURCE, entryId, raw, reason: redaction.text(reason), attempts };
    await retryWhileUnavailable(() => journal.append({ candidates: [], deadLetters: [letter] }), {
      signal,
    });
    deps.metrics.deadLettered('decoding');
  }

  return async (update, refusal, signal) => {
    const fields = { updateId: update.update_id, ...refusal };
    log.error(fields, 'telegram_update_dead_lettered');
    try {
      await keep(update, refusal, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      // The log has it; updates behind it must not wait any longer.
      log.error({ ...fields, error: messageOf(error) }, 'telegram_update_lost');
    }
    if (!refusal.isSilent) return;
    const apology = apologise(update, deps).catch((error: unknown) => {
      log.debug({ reason: messageOf(error) }, 'telegram_apology_failed');
    });
    await withDeadline(apology, { ms: ANSWER_MS, clock, signal });
  };
}

async function apologise({ message, callback_query: tap }: Update, deps: Deps): Promise<void> {
  const about = tap?.message ?? message;
  const isCommand = message?.text?.startsWith('/') === true;
  const isReply = message?.reply_to_message?.from?.is_bot === true;
  if (about === undefined || !(tap !== undefined || isCommand || isReply)) return;
  const { chatBook, translator, outbox } = deps;
  const sender = tap?.from ?? message?.from;
  const stored = await chatBook.get(about.chat.id);
  const speak = translator.speak(localeOf(translator, stored, sender?.language_code));
  const answer = { body: speak('reply-failed'), silent: true, replyTo: about.message_id };
  await outbox.post(addressOf(about), answer);
}
