// What could not be sent is kept and tried again with growing pauses, aside, so that nothing waits for
// it; and a request that a place does not show is shown elsewhere.

import type { Message } from '../../message/message.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { SendOutcome } from '../channel.ts';
import type { Composed } from '../compose.ts';
import type { OutboxItem, OutboxStore, Visit } from '../outbox-store.ts';
import type { GiveUp } from './give-up.ts';
import type { ShowElsewhere } from './show-elsewhere.ts';

interface Deps {
  readonly store: OutboxStore;
  readonly giveUp: Pick<GiveUp, 'undelivered'>;
  readonly clock: Pick<Clock, 'random' | 'monotonic'>;
  readonly metrics: Pick<Metrics, 'putAside'>;
  readonly log: Logger;
  readonly showElsewhere: ShowElsewhere;
}

export interface Sent {
  readonly visit: Visit;
  readonly item: OutboxItem;
  readonly composed: Composed;
  /** The one of them that was sent. */
  readonly message: Message;
}

/** Whether a visit goes on. */
export type GoOn = 'on' | 'over';

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

export interface PutAside {
  /** Telegram, or the way to it, is broken; or this message breaks it. */
  away(sent: Sent, outcome: Failure): Promise<GoOn>;
  /** Telegram does not take this message here. */
  refused(sent: Sent, outcome: Failure): Promise<GoOn>;
  /** It could not even be composed. */
  failed(visit: Visit, item: OutboxItem, reason: string): Promise<GoOn>;
  /** What nobody has seen at its place is shown elsewhere. */
  elsewhere(item: OutboxItem): Promise<void>;
  /** Something was sent: Telegram is there. */
  sent(): void;
}

/** Longest pause between two tries, and tries in a row after which a request is shown elsewhere. */
const AWAY = { maxMs: 10_000, triesHere: 6 } as const;
const REFUSED = { maxMs: 300_000, triesHere: 3 } as const;
/** Telegram is there when something was sent so lately; then it is the chat that fails. */
const THERE_MS = 60_000;
/** Tries after which what is no request is given up: with pauses of up to five minutes, an hour. */
const MAX_TRIES = 20;

export function createPutAside(deps: Deps): PutAside {
  const { store, giveUp, log, clock } = deps;
  const elsewhere = createElsewhere(deps);
  let sentAt = Number.NEGATIVE_INFINITY;

  async function putAside(
    { visit, item }: Pick<Sent, 'visit' | 'item'>,
    outcome: Failure,
    how: typeof AWAY | typeof REFUSED,
  ) {
    const share = 0.75 + clock.random() / 2;
    const aside = await store.putAside(visit, item, { maxMs: how.maxMs, share });
    if (aside === undefined) return undefined;
    deps.metrics.putAside(item.kind, outcome.kind);
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
    const fields = { chatId: visit.chatId, item: item.kind, outcome: outcome.kind, ...reason };
    log.warn({ ...fields, ...aside }, 'delivery_put_aside');
    const isHere = how === REFUSED || clock.monotonic() - sentAt < THERE_MS;
    if (aside.tries >= how.triesHere && isHere) await elsewhere(item);
    return aside;
  }

  async function refuse(what: Pick<Sent, 'visit' | 'item'>, outcome: Failure): Promise<GoOn> {
    const aside = await putAside(what, outcome, REFUSED);
    if (aside === undefined) return 'over';
    if (aside.tries >= MAX_TRIES && what.item.kind !== 'approval') {
      return nextPause(await giveUp.undelivered({ ...what, outcome, tries: aside.tries }));
    }
    // Where the bot may not write, no news go through either; what is urgent is tried.
    if (outcome.kind === 'not-allowed') await store.rest(what.visit.chatId, aside.ms);
    return 'on';
  }

  /** Some groups take no files: what needs one is shown there without a way to approve it. */
  async function withoutFile({ visit, item, composed }: Sent): Promise<GoOn> {
    const { shown } = composed;
    log.warn({ chatId: visit.chatId }, 'file_refused');
    const ours = shown && (await store.partDone(visit, item, { ...shown, takesFiles: false }));
    await elsewhere(item);
    return nextPause(ours === true);
  }

  return {
    elsewhere,
    sent() {
      sentAt = clock.monotonic();
    },
    async away(sent, outcome) {
      return nextPause((await putAside(sent, outcome, AWAY)) !== undefined);
    },
    async refused(sent, outcome) {
      const { message, composed } = sent;
      if (message.document !== undefined && composed.shown !== undefined) return withoutFile(sent);
      return refuse(sent, outcome);
    },
    failed: (visit, item, reason) => refuse({ visit, item }, { kind: 'refused', reason }),
  };
}

/** Only what nobody has seen there; where an older state of it is shown, that stays. */
function createElsewhere({ showElsewhere }: Pick<Deps, 'showElsewhere'>) {
  return async (item: OutboxItem): Promise<void> => {
    if (item.kind !== 'approval' || item.messageId !== undefined) return;
    await showElsewhere(item.approvalId, item.address);
  };
}

export function nextPause(isOurs: boolean): GoOn {
  return isOurs ? 'on' : 'over';
}
