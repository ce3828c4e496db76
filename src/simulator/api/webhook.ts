// Webhook mode: posts updates to the bot, in order within each chat, several chats at a time.
import type { Clock } from '../../runtime/clock.ts';
import { createPost } from './post-update.ts';
import type { Update, UpdateQueue } from './update-queue.ts';

export interface WebhookSettings {
  readonly url: string;
  /** Sent as X-Telegram-Bot-Api-Secret-Token; empty: no such header. */
  readonly secret: string;
  /** Posts at a time, 1 to 100. */
  readonly maxConnections: number;
}

export interface WebhookError {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly message: string;
}

export interface Webhook {
  /** Delivers to this address from now on; `undefined` ends delivery. */
  set(settings: WebhookSettings | undefined): void;
  readonly settings: WebhookSettings | undefined;
  readonly lastError: WebhookError | undefined;
  /** Resolves once no post is running. */
  stop(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly queue: UpdateQueue;
}

interface Delivery {
  readonly settings: WebhookSettings;
  readonly ended: AbortController;
  readonly busyChats: Set<string>;
}

export function createWebhook({ clock, queue }: Deps): Webhook {
  let delivery: Delivery | undefined;
  let lastError: WebhookError | undefined;
  const running = new Set<Promise<void>>();
  const post = createPost({
    clock,
    failed(message) {
      lastError = { at: clock.now(), message };
    },
  });

  function begin(update: Update, { settings, ended, busyChats }: Delivery): void {
    const key = chatKeyOf(update);
    busyChats.add(key);
    const work = post(update, settings, ended.signal).then(() => {
      running.delete(work);
      if (ended.signal.aborted) return;
      queue.confirmOne(update.update_id);
      busyChats.delete(key);
      pump();
    });
    running.add(work);
  }

  function pump(): void {
    if (delivery === undefined) return;
    const { settings, busyChats } = delivery;
    for (const update of queue.peek(Number.MAX_SAFE_INTEGER)) {
      if (busyChats.size >= settings.maxConnections) return;
      if (!busyChats.has(chatKeyOf(update))) begin(update, delivery);
    }
  }

  function set(settings: WebhookSettings | undefined): void {
    delivery?.ended.abort();
    lastError = undefined;
    delivery =
      settings === undefined
        ? undefined
        : { settings, ended: new AbortController(), busyChats: new Set() };
    pump();
  }

  queue.follow(pump);
  return {
    set,
    get settings() {
      return delivery?.settings;
    },
    get lastError() {
      return lastError;
    },
    async stop() {
      set(undefined);
      await Promise.all(running);
    },
  };
}

/** Updates with the same key are delivered in order. */
function chatKeyOf(update: Update): string {
  const body = Object.entries(update).find(([name]) => name !== 'update_id')?.[1] as {
    readonly chat?: { readonly id: number };
    readonly message?: { readonly chat: { readonly id: number } };
  };
  return String(body.chat?.id ?? body.message?.chat.id ?? update.update_id);
}
