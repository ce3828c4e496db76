// Metrics of the connections to Telegram and Redis, and of the leases that replicas share.
import { type Instruments, startAtZero } from './instruments.ts';

export interface TelegramFamily {
  /** A Bot API call ended: method and outcome kind. */
  callEnded(method: string, outcome: string, seconds: number): void;
  /** An update from Telegram was handled: `command`, `tap`, `other`. */
  updateHandled(kind: string): void;
  /** Telegram answered a poll, at this time in epoch milliseconds. */
  polled(at: number): void;
  /** An update that Telegram posted was kept, or has to be posted again. */
  webhookUpdate(result: 'kept' | 'refused'): void;
  /** How many updates wait at Telegram for the webhook; `undefined`: this replica no longer asks. */
  webhookPending(count: number | undefined): void;
}

export interface RedisFamily {
  /** Redis answered a ping. */
  redisAnswered(seconds: number): void;
  /** Redis is back after an outage. */
  redisBack(): void;
}

export interface LeaseFamily {
  /** Whether this replica has the lease, as far as it knows. */
  leaseHeld(lease: string, isHeld: boolean): void;
  /** This replica got a lease that it did not have, or no longer has it. */
  leaseChanged(lease: string, change: 'acquired' | 'lost' | 'released'): void;
}

const LEASE_CHANGES = ['acquired', 'lost', 'released'] as const;

export function telegramFamily({ counter, gauge, histogram }: Instruments): TelegramFamily {
  const calls = histogram('telegram_call_seconds', 'Bot API calls.', {
    labels: ['method', 'outcome'],
    buckets: [0.01, 0.05, 0.2, 1, 5, 20],
  });
  const updates = counter('telegram_updates_total', 'Telegram updates handled.', ['kind']);
  const polled = gauge(
    'telegram_last_poll_timestamp_seconds',
    'When Telegram last answered a poll of this replica; absent: it has not polled.',
  );
  polled.remove();
  const posted = counter(
    'telegram_webhook_updates_total',
    'Updates that Telegram posted to this replica; refused ones are posted again.',
    ['result'],
  );
  startAtZero(posted, 'result', ['kept', 'refused']);
  const pending = gauge(
    'telegram_webhook_pending',
    'Updates that wait at Telegram for the webhook, as it last said; absent: another replica asks.',
  );
  pending.remove();
  return {
    callEnded: (method, outcome, seconds) => calls.observe({ method, outcome }, seconds),
    updateHandled: (kind) => updates.inc({ kind }),
    polled: (at) => polled.set(at / 1_000),
    webhookUpdate: (result) => posted.inc({ result }),
    webhookPending: (count) => (count === undefined ? pending.remove() : pending.set(count)),
  };
}

export function redisFamily({ counter, histogram }: Instruments): RedisFamily {
  const pings = histogram('redis_ping_seconds', 'How long Redis takes to answer a ping.', {
    buckets: [0.0005, 0.002, 0.01, 0.05, 0.2, 1, 5],
  });
  const backs = counter('redis_reconnects_total', 'Times Redis was back after an outage.');
  return {
    redisAnswered: (seconds) => pings.observe(seconds),
    redisBack: () => backs.inc(),
  };
}

export function leaseFamily({ counter, gauge }: Instruments): LeaseFamily {
  const held = gauge(
    'lease_held',
    '1 while this replica does the work that one replica does at a time; else 0.',
    ['lease'],
  );
  const changes = counter('lease_changes_total', 'Leases that this replica got or gave up.', [
    'lease',
    'change',
  ]);
  return {
    leaseHeld(lease, isHeld) {
      held.set({ lease }, isHeld ? 1 : 0);
      for (const change of LEASE_CHANGES) changes.inc({ lease, change }, 0);
    },
    leaseChanged: (lease, change) => changes.inc({ lease, change }),
  };
}
