// Metrics of what goes out to chats, and of the approvals and live logs shown there.
import { type Instruments, startAtZero } from './instruments.ts';

export interface DeliveryFamily {
  /** Telegram accepted a message, or a change of one. */
  messageSent(sent: SentMessage): void;
  /** Telegram answered 429; `who` has to wait. */
  flooded(who: 'chat' | 'bot'): void;
  /** Something could not be sent and is retried later: what, and the outcome's kind. */
  putAside(item: string, outcome: string): void;
  /** A chat could not show a request: `admins` got it instead, or it is shown `nowhere` else. */
  requestShownElsewhere(where: 'admins' | 'nowhere'): void;
}

interface SentMessage {
  /** `window`, `approval`, `card`, … */
  readonly item: string;
  readonly isEdit: boolean;
  /** Events that got no message of their own. */
  readonly mergedEvents: number;
  /** Since the oldest of its events was journalled; absent: it is about no event. */
  readonly waitedSeconds?: number;
}

/** How a request was settled, and how long after it was asked. */
export interface SettledRequest {
  /** `telegram`, `web`, `cli`, `timeout`, `policy`. */
  readonly via: string;
  readonly seconds: number;
}

export interface ApprovalFamily {
  /** A request was opened or settled: `pending`, `approved`, … */
  approvalChanged(status: string, settled?: SettledRequest): void;
}

export interface TailFamily {
  /** Live logs that this replica keeps up to date. */
  tails(count: number): void;
  /** Somebody asked for a live log. */
  tailAsked(result: 'opened' | 'full'): void;
}

export function deliveryFamily({ counter, histogram }: Instruments): DeliveryFamily {
  const sent = counter('messages_sent_total', 'New messages that Telegram accepted.', ['item']);
  const edited = counter('messages_edited_total', 'Changes of messages that Telegram accepted.', [
    'item',
  ]);
  const merged = counter(
    'events_merged_total',
    'Events that share a message with others instead of having one of their own.',
  );
  const waited = histogram(
    'delivery_delay_seconds',
    'From the journal to the chat, for the oldest event of each message.',
    { labels: ['item'], buckets: [0.5, 1, 2, 3, 5, 10, 30, 60, 300, 1_800] },
  );
  const floods = counter('telegram_floods_total', 'Answers 429 of Telegram, by who has to wait.', [
    'who',
  ]);
  startAtZero(floods, 'who', ['chat', 'bot']);
  const aside = counter(
    'delivery_put_aside_total',
    'Messages that could not be sent and are tried again later.',
    ['item', 'outcome'],
  );
  const elsewhere = counter(
    'requests_shown_elsewhere_total',
    'Requests that a chat could not show, by where they were shown instead.',
    ['where'],
  );
  startAtZero(elsewhere, 'where', ['admins', 'nowhere']);
  return {
    messageSent({ item, isEdit, mergedEvents, waitedSeconds }) {
      (isEdit ? edited : sent).inc({ item });
      if (mergedEvents > 0) merged.inc(mergedEvents);
      if (waitedSeconds !== undefined) waited.observe({ item }, waitedSeconds);
    },
    flooded: (who) => floods.inc({ who }),
    putAside: (item, outcome) => aside.inc({ item, outcome }),
    requestShownElsewhere: (where) => elsewhere.inc({ where }),
  };
}

export function approvalFamily({ counter, histogram }: Instruments): ApprovalFamily {
  const approvals = counter(
    'approvals_total',
    'Approvals that were asked for, and those that jobwire settled, by the status they reached.',
    ['status'],
  );
  startAtZero(approvals, 'status', ['pending', 'approved', 'denied', 'expired']);
  const decisions = counter(
    'decisions_total',
    'Approvals that jobwire settled, by outcome and by where it was decided.',
    ['outcome', 'via'],
  );
  const time = histogram(
    'decision_seconds',
    'From the question to its outcome, of approvals that jobwire settled.',
    { labels: ['outcome'], buckets: [5, 15, 60, 300, 900, 3_600, 14_400, 86_400] },
  );
  return {
    approvalChanged(status, settled) {
      approvals.inc({ status });
      if (settled === undefined) return;
      decisions.inc({ outcome: status, via: settled.via });
      time.observe({ outcome: status }, settled.seconds);
    },
  };
}

export function tailFamily({ counter, gauge }: Instruments): TailFamily {
  const running = gauge('tails', 'Live logs in chats that this replica keeps up to date.');
  const asked = counter('tails_asked_total', 'Live logs that were asked for in chats.', ['result']);
  startAtZero(asked, 'result', ['opened', 'full']);
  return {
    tails: (count) => running.set(count),
    tailAsked: (result) => asked.inc({ result }),
  };
}
