// Moves what can't be sent to the dead letters: what it was, where it was to go, and what a redrive needs.
import { stableName } from '../../event/event-id.ts';
import type { Journal } from '../../journal/journal.ts';
import { defined } from '../../runtime/defined.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { SendOutcome } from '../channel.ts';
import type { OutboxItem, OutboxStore, Visit } from '../outbox-store.ts';
import type { UndeliveredLetter } from './undelivered-letter.ts';

interface Deps {
  readonly store: Pick<OutboxStore, 'done' | 'discard'>;
  readonly journal: Pick<Journal, 'append'>;
  readonly metrics: Pick<Metrics, 'deadLettered'>;
  readonly log: Logger;
}

interface Undelivered {
  readonly visit: Visit;
  readonly item: OutboxItem;
  readonly outcome: Exclude<SendOutcome, { kind: 'sent' }>;
  readonly tries: number;
}

/** Both return whether the visit is still ours. */
export interface GiveUp {
  /** Telegram does not accept it. */
  undelivered(letter: Undelivered): Promise<boolean>;
  /** The queued item can't be decoded. */
  unreadable(
    visit: Visit,
    letter: { name: string; payload: string; reason: string },
  ): Promise<boolean>;
}

const SOURCE = 'outbox';

export function createGiveUp({ store, journal, metrics, log }: Deps): GiveUp {
  /** Comes before the end of the item; a crash in between adds the same letter again. */
  async function deadLetter(
    letter: UndeliveredLetter,
    reason: string,
    attempts: number,
  ): Promise<void> {
    const raw = JSON.stringify(letter);
    const entry = { source: SOURCE, entryId: stableName(raw), raw, reason, attempts };
    const deadLetters = [{ ...entry, stage: 'delivering' as const }];
    await journal.append({ candidates: [], deadLetters });
    metrics.deadLettered('delivering');
  }

  return {
    async undelivered({ visit, item, outcome, tries }) {
      const { kind } = item;
      log.error({ chatId: visit.chatId, item: kind, outcome: outcome.kind }, 'delivery_given_up');
      const reason = 'reason' in outcome ? outcome.reason : outcome.kind;
      await deadLetter(letterOf(item), reason, tries);
      return store.done(visit, item);
    },
    async unreadable(visit, { name, payload, reason }) {
      const { chatId } = visit;
      log.error({ chatId, name, reason }, 'delivery_unreadable');
      const kept = payload === '' ? {} : { payload };
      await deadLetter({ item: 'unreadable', address: { chatId }, name, ...kept }, reason, 1);
      return store.discard(visit, name);
    },
  };
}

function letterOf(item: OutboxItem): UndeliveredLetter {
  const { address } = item;
  if (item.kind !== 'window') {
    const { kind, name } = item;
    return { item: kind, address, name, ...defined({ payload: payloadOf(item) }) };
  }
  const { entries, overflow } = item.window;
  return {
    item: 'window',
    address,
    ...(item.isAlerts ? { isAlerts: true as const } : {}),
    positions: entries.map(({ position }) => position),
    ...(overflow.size === 0 ? {} : { more: Object.fromEntries(overflow) }),
    ...(item.partsSent === 0 ? {} : { sent: item.partsSent }),
  };
}

function payloadOf(item: OutboxItem): string | undefined {
  return 'payload' in item ? item.payload : undefined;
}
