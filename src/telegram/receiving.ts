// How updates come in: by polling, or posted by Telegram to a webhook.
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/health.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { UpdateHandler } from './handling/handler.ts';
import type { TelegramTime } from './handling/telegram-time.ts';
import type { UpdateLog } from './handling/update-log.ts';
import { createPollTurn } from './polling/poll-turn.ts';
import type { RetryWhileUnavailable } from './sending/retry-while-unavailable.ts';
import type { Turn } from './turns/turn.ts';
import { createTurns } from './turns/turns.ts';
import { createUpdateInbox, type UpdateInbox } from './webhook/inbox.ts';
import { createWebhookTurn } from './webhook/webhook-turn.ts';
import { createWebhookWatch, type WebhookAddress } from './webhook/webhook-watch.ts';

export type ReceivingMode =
  | { readonly kind: 'polling' }
  | ({ readonly kind: 'webhook' } & WebhookAddress);

/**
 * Resolves once the update is kept, so that Telegram may forget it. Rejects if it can't be kept now:
 * Telegram has to send it again.
 */
export type KeepUpdate = (update: Pick<Update, 'update_id'>) => Promise<void>;

export interface Receiving extends Service {
  readonly keepUpdate: KeepUpdate;
}

interface Deps {
  readonly mode: ReceivingMode;
  /** A client whose calls may take longer than a long poll does. */
  readonly api: Api;
  readonly handler: UpdateHandler;
  readonly updateLog: UpdateLog;
  readonly telegramTime: TelegramTime;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly lease: Lease;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createReceiving(deps: Deps): Receiving {
  const inbox = createUpdateInbox(deps);
  const turns = createTurns({ ...deps, ...createTurn(deps, inbox) });
  return {
    name: 'telegram-updates',
    keepUpdate: inbox.keep,
    start: turns.start,
    async stop() {
      // First, so that whoever has the next turn finds all that was kept here.
      await inbox.close();
      await turns.stop();
    },
  };
}

function createTurn(
  deps: Deps,
  inbox: UpdateInbox,
): { readonly turn: Turn; readonly standbyDetail: string } {
  switch (deps.mode.kind) {
    case 'polling':
      return { turn: createPollTurn(deps), standbyDetail: 'another replica polls' };
    case 'webhook': {
      const watch = createWebhookWatch({ ...deps, address: deps.mode });
      return {
        turn: createWebhookTurn({ ...deps, watch, inbox }),
        standbyDetail: 'updates come by webhook; another replica handles them',
      };
    }
  }
}
