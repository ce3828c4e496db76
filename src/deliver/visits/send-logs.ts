// Sends whole logs as files. Making and uploading one takes a while, so that happens beside the visit to the chat: nothing
// else waits for it. Meanwhile the item is lent and claimed, so that no other replica sends it too; it comes back by
// itself if this process is killed.
import type { Address, Chat } from '../../audience/chat-book.ts';
import type { OpenWholeLog, WholeLog } from '../../jobs/whole-log.ts';
import type { Message } from '../../message/message.ts';
import type { Notice } from '../../message/notice.ts';
import type { Render } from '../../message/render/render.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { SendOutcome } from '../channel.ts';
import type { Outbox } from '../outbox.ts';
import type { OutboxItem, OutboxStore, Visit, Waker } from '../outbox-store.ts';
import type { Pace } from '../pace.ts';
import type { VisitStatus } from '../undelivered/put-aside.ts';
import type { EvenOut } from './even-out.ts';

/** Contract: sends a file, with `caption` below it. Never throws. Implemented by telegram/sending/upload. */
export type UploadFile = (
  address: Address,
  file: Pick<WholeLog, 'name' | 'content'>,
  caption: Message,
) => Promise<SendOutcome>;

interface Deps {
  readonly store: Pick<OutboxStore, 'lend' | 'keepLent' | 'takeBack'>;
  readonly openWholeLog: OpenWholeLog;
  readonly upload: UploadFile;
  readonly outbox: Pick<Outbox, 'post'>;
  readonly waker: Waker;
  readonly render: Render;
  readonly evenOut: EvenOut;
  readonly pace: Pace;
  readonly defaultLocale: string;
  readonly clock: Clock;
  readonly log: Logger;
}

type LogItem = Extract<OutboxItem, { kind: 'log' }>;
type LogFileNotice = Extract<Notice, { kind: 'log-file' }>;

export interface SendLogs extends Service {
  /** Starts it; the visit goes on at once. */
  begin(visit: Visit, item: LogItem, chat: Chat | undefined): Promise<VisitStatus>;
}

/** Of this process; more wait. */
const MAX_AT_ONCE = 2;
const BUSY_MS = 30_000;
/** Of a claim that is not kept: after it, somebody else sends the log. */
const LENT_MS = 60_000;
const KEEP_MS = 15_000;
const CLAIM_BYTES = 12;
const MAX_TRIES = 3;
const PAUSE_MS = 20_000;

export function createSendLogs(deps: Deps): SendLogs {
  const { store, clock, log } = deps;
  const running = new Map<string, Promise<void>>();
  let stopping = new AbortController();
  const send = createSend(deps);

  return {
    name: 'whole-logs',
    async start() {
      stopping = new AbortController();
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
    async begin(visit, item, chat) {
      const isBusy = running.size >= MAX_AT_ONCE || stopping.signal.aborted;
      const by = clock.token(CLAIM_BYTES);
      const tries = await store.lend(visit, item, isBusy ? { ms: BUSY_MS } : { ms: LENT_MS, by });
      if (tries === undefined) return 'over';
      if (isBusy || tries === 'elsewhere') return 'on';
      const locale = chat?.locale ?? deps.defaultLocale;
      const sending = send({ item, locale, tries, by }, stopping.signal)
        .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'log_not_recorded'))
        .finally(() => running.delete(by));
      running.set(by, sending);
      return 'on';
    },
  };
}

interface Sending {
  readonly item: LogItem;
  readonly locale: string;
  /** This one included. */
  readonly tries: number;
  /** The claim on it. */
  readonly by: string;
}

/** Keeps the claim until `over`; aborts `lost` once somebody else may send the item. */
async function keepClaim(
  { item, by }: Sending,
  { over, lost }: { readonly over: AbortSignal; readonly lost: AbortController },
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  let keptAt = clock.monotonic();
  while (!over.aborted && !lost.signal.aborted) {
    await clock.sleep(KEEP_MS, over);
    if (over.aborted) return;
    const isKept = await store.keepLent(item, { ms: LENT_MS, by }).catch(() => 'unknown' as const);
    if (isKept === true) keptAt = clock.monotonic();
    const isLost = isKept === false || clock.monotonic() - keptAt >= LENT_MS - KEEP_MS;
    if (isLost) lost.abort();
  }
}

/** Makes the file and uploads it. */
async function attempt({ item, locale, by }: Sending, signal: AbortSignal, deps: Deps) {
  const { address, wish } = item;
  const whole = await deps.openWholeLog(wish, address, signal);
  if (whole === undefined) return NO_LOG;
  try {
    await deps.evenOut('urgent');
    // Making it may have taken long: what is not ours any more is not sent.
    if (!(await deps.store.keepLent(item, { ms: LENT_MS, by }))) return LOST;
    const state = whole.isCut ? 'cut' : 'whole';
    const about = { state, sizeBytes: whole.sizeBytes } as const;
    return await deps.upload(address, whole, captionOf({ item, locale }, about, deps));
  } finally {
    await whole.close();
  }
}

function createSend(deps: Deps) {
  const answer = (sending: Sending, state: 'none' | 'failed') =>
    deps.outbox.post(sending.item.address, captionOf(sending, { state, sizeBytes: 0 }, deps));

  /** Milliseconds until it is tried again; `undefined`: it is over. */
  async function settle(sending: Sending, outcome: Outcome): Promise<number | undefined> {
    const { chatId } = sending.item.address;
    switch (outcome.kind) {
      case 'sent':
      case 'unreachable':
      case 'lost':
        return undefined;
      case 'no-log':
        await answer(sending, 'none');
        return undefined;
      case 'flood':
        await deps.pace.flooded(chatId, outcome.retryAfterMs);
        return outcome.retryAfterMs;
      default:
        if (sending.tries < MAX_TRIES) return PAUSE_MS;
        await answer(sending, 'failed');
        return undefined;
    }
  }

  return async (sending: Sending, signal: AbortSignal): Promise<void> => {
    const { item, by } = sending;
    const { chatId } = item.address;
    const [over, lost] = [new AbortController(), new AbortController()];
    const keeping = keepClaim(sending, { over: over.signal, lost }, deps);
    const outcome: Outcome = await attempt(
      sending,
      AbortSignal.any([signal, lost.signal]),
      deps,
    ).catch((error: unknown) => ({ kind: 'unavailable', reason: messageOf(error) }));
    over.abort();
    await keeping;
    if (lost.signal.aborted || outcome.kind === 'lost') return;
    const isDone = outcome.kind === 'sent' || outcome.kind === 'no-log';
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
    if (!isDone) deps.log.warn({ chatId, outcome: outcome.kind, ...reason }, 'log_not_sent');
    // Another replica goes on at once.
    const againInMs = signal.aborted && !isDone ? 0 : await settle(sending, outcome);
    const isTaken = await deps.store.takeBack(item, { by, againInMs });
    if (isTaken && againInMs !== undefined) deps.waker.wake(chatId, againInMs);
  };
}

const NO_LOG = { kind: 'no-log' } as const;
/** The claim; whoever has it answers. */
const LOST = { kind: 'lost' } as const;
type Outcome = SendOutcome | typeof NO_LOG | typeof LOST;

function captionOf(
  { item, locale }: Pick<Sending, 'item' | 'locale'>,
  about: Pick<LogFileNotice, 'state' | 'sizeBytes'>,
  { render }: Pick<Deps, 'render'>,
): Message {
  const { jobId, replyTo } = item.wish;
  const [message] = render({ kind: 'log-file', jobId, ...about }, locale);
  const body = message?.body ?? { text: '', spans: [] };
  return { body, silent: true, ...defined({ replyTo }) };
}
