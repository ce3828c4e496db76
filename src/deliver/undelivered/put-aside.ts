// Puts aside what could not be sent: it is retried with growing pauses, and nothing waits for it. A request that an
// address can't show is shown elsewhere.

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

export interface SendAttempt {
  readonly visit: Visit;
  readonly item: OutboxItem;
  readonly composed: Composed;
  /** The one of `composed` that was sent. */
  readonly message: Message;
}

/** Whether the visit goes on. */
export type VisitStatus = 'on' | 'over';

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

export interface PutAside {
  /** Telegram or the connection to it failed, maybe because of this message. */
  unavailable(sent: SendAttempt, outcome: Failure): Promise<VisitStatus>;
  /** Telegram does not accept this message here. */
  refused(sent: SendAttempt, outcome: Failure): Promise<VisitStatus>;
  /** It could not be composed. */
  failed(visit: Visit, item: OutboxItem, reason: string): Promise<VisitStatus>;
  /** Shows a request elsewhere, if nobody has seen it at its address. */
  elsewhere(item: OutboxItem): Promise<void>;
  /** Something was sent, so Telegram works. */
  sent(): void;
}

/** The longest pause between retries, and consecutive failures after which a request is shown elsewhere. */
const UNAVAILABLE = { maxMs: 10_000, maxTries: 6 } as const;
const REFUSED = { maxMs: 300_000, maxTries: 3 } as const;
/** If something was sent this recently, Telegram works and it is the chat that fails. */
const RECENTLY_SENT_MS = 60_000;
/** Then anything but a request is given up: after about an hour, with pauses of up to five minutes. */
const MAX_TRIES = 20;

export function createPutAside(deps: Deps): PutAside {
  const { store, giveUp, log, clock } = deps;
  const elsewhere = createShowUnseenElsewhere(deps);
  let sentAt = Number.NEGATIVE_INFINITY;

  async function putAside(
    { visit, item }: Pick<SendAttempt, 'visit' | 'item'>,
    outcome: Failure,
    how: typeof UNAVAILABLE | typeof REFUSED,
  ) {
    const share = 0.75 + clock.random() / 2;
    const aside = await store.putAside(visit, item, { maxMs: how.maxMs, share });
    if (aside === undefined) return undefined;
    deps.metrics.putAside(item.kind, outcome.kind);
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
    const fields = { chatId: visit.chatId, item: item.kind, outcome: outcome.kind, ...reason };
    log.warn({ ...fields, ...aside }, 'delivery_put_aside');
    const isChatAtFault = how === REFUSED || clock.monotonic() - sentAt < RECENTLY_SENT_MS;
    if (aside.tries >= how.maxTries && isChatAtFault) await elsewhere(item);
    return aside;
  }

  async function refuse(
    what: Pick<SendAttempt, 'visit' | 'item'>,
    outcome: Failure,
  ): Promise<VisitStatus> {
    const aside = await putAside(what, outcome, REFUSED);
    if (aside === undefined) return 'over';
    if (aside.tries >= MAX_TRIES && !isAboutRequests(what.item)) {
      return continueIf(await giveUp.undelivered({ ...what, outcome, tries: aside.tries }));
    }
    // News would fail too where the bot may not write; urgent items are still tried.
    if (outcome.kind === 'not-allowed') await store.rest(what.visit.chatId, aside.ms);
    return 'on';
  }

  return {
    elsewhere,
    sent() {
      sentAt = clock.monotonic();
    },
    async unavailable(sent, outcome) {
      return continueIf((await putAside(sent, outcome, UNAVAILABLE)) !== undefined);
    },
    async refused(sent, outcome) {
      const { message, composed } = sent;
      if (message.document !== undefined && composed.shown !== undefined) {
        await elsewhere(sent.item);
        return withoutFile(sent, deps);
      }
      if (sent.item.kind === 'bundle' && sent.item.messageId === undefined) {
        return eachAlone(sent.visit, sent.item, deps);
      }
      return refuse(sent, outcome);
    },
    failed: (visit, item, reason) => refuse({ visit, item }, { kind: 'refused', reason }),
  };
}

/** Some groups allow no files: a request that needs one is shown there without a way to approve it. */
async function withoutFile(
  { visit, item, composed }: SendAttempt,
  { store, log }: Pick<Deps, 'store' | 'log'>,
): Promise<VisitStatus> {
  const { shown } = composed;
  log.warn({ chatId: visit.chatId }, 'file_refused');
  const ours = shown && (await store.partDone(visit, item, { ...shown, acceptsFiles: false }));
  return continueIf(ours === true);
}

/** Nobody sees fewer requests because one of them, or their number, is refused. */
async function eachAlone(
  visit: Visit,
  item: BundleItem,
  { store, log }: Pick<Deps, 'store' | 'log'>,
): Promise<VisitStatus> {
  log.warn({ chatId: visit.chatId }, 'bundle_refused');
  const alone = item.bundle.members.map(({ key }) => key);
  return continueIf(await store.leaveBundle(visit, item, { alone, later: [], isUnused: false }));
}

/** Only if nobody has seen it there; an older state that is shown stays. */
function createShowUnseenElsewhere({ showElsewhere }: Pick<Deps, 'showElsewhere'>) {
  return async (item: OutboxItem): Promise<void> => {
    if (!isAboutRequests(item) || item.messageId !== undefined) return;
    const keys =
      item.kind === 'approval' ? [item.approvalId] : item.bundle.members.map(({ key }) => key);
    for (const key of keys) await showElsewhere(key, item.address);
  };
}

type BundleItem = Extract<OutboxItem, { kind: 'bundle' }>;

/** Requests are never given up. */
function isAboutRequests(
  item: OutboxItem,
): item is Extract<OutboxItem, { kind: 'approval' | 'bundle' }> {
  return item.kind === 'approval' || item.kind === 'bundle';
}

export function continueIf(isOurs: boolean): VisitStatus {
  return isOurs ? 'on' : 'over';
}
