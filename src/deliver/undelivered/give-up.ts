// What is not sent, whatever is tried, ends among the dead letters: what it was and where it was to go, not
// what it said.
import { stableName } from '../../event/event-id.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { SendOutcome } from '../channel.ts';
import type { OutboxItem, OutboxStore, Visit } from '../outbox-store.ts';

interface Deps {
  readonly store: Pick<OutboxStore, 'done' | 'discard'>;
  readonly journal: Pick<Journal, 'append'>;
  readonly log: Logger;
}

interface Undelivered {
  readonly visit: Visit;
  readonly item: OutboxItem;
  readonly outcome: Exclude<SendOutcome, { kind: 'sent' }>;
  readonly tries: number;
}

/** Both answer whether the visit is still ours. */
export interface GiveUp {
  /** Telegram does not take it. */
  undelivered(what: Undelivered): Promise<boolean>;
  /** Nobody knows how to send it. */
  unreadable(visit: Visit, what: { name: string; reason: string }): Promise<boolean>;
}

const SOURCE = 'outbox';

export function createGiveUp({ store, journal, log }: Deps): GiveUp {
  /** First of all: a crash between this and the end of the item buries the same letter again. */
  async function bury(what: object, reason: string, attempts: number): Promise<void> {
    const raw = JSON.stringify(what);
    const letter = { source: SOURCE, entryId: stableName(raw), raw, reason, attempts };
    const deadLetters = [{ ...letter, stage: 'delivering' as const }];
    await journal.append({ candidates: [], deadLetters });
  }

  return {
    async undelivered({ visit, item, outcome, tries }) {
      const { kind, address } = item;
      log.error({ chatId: visit.chatId, item: kind, outcome: outcome.kind }, 'delivery_given_up');
      const what =
        item.kind === 'window'
          ? { positions: item.window.entries.map(({ position }) => position) }
          : { name: item.name };
      const reason = 'reason' in outcome ? outcome.reason : outcome.kind;
      await bury({ item: kind, address, ...what }, reason, tries);
      return store.done(visit, item);
    },
    async unreadable(visit, { name, reason }) {
      const { chatId } = visit;
      log.error({ chatId, name, reason }, 'delivery_unreadable');
      await bury({ item: 'unreadable', address: { chatId }, name }, reason, 1);
      return store.discard(visit, name);
    },
  };
}
