// An app as small as the demo can use: it answers every message with its text and keeps what is published.
import type { BotConfig } from '../../src/config/load-config.ts';
import type { DemoMessage } from '../../src/demo/bus/demo-message.ts';
import type { DemoApp } from '../../src/demo/demo.ts';

export interface SmallBot extends DemoApp {
  readonly config: BotConfig;
  readonly published: readonly DemoMessage[];
  /** Resolves with the first message that is published. */
  readonly firstPublished: Promise<DemoMessage>;
  readonly isRunning: () => boolean;
  /** What went on when it was stopped. */
  readonly trace: readonly string[];
}

interface Update {
  readonly update_id: number;
  readonly message?: { readonly text: string; readonly chat: { readonly id: number } };
}

export function createSmallBot(config: BotConfig): SmallBot {
  const published: DemoMessage[] = [];
  const trace: string[] = [];
  const stopped = new AbortController();
  let resolveFirst: (message: DemoMessage) => void = () => {};
  const firstPublished = new Promise<DemoMessage>((resolve) => {
    resolveFirst = resolve;
  });
  let polling: Promise<void> | undefined;

  async function call<T>(method: string, body: object): Promise<T> {
    const url = `${config.telegramApiRoot}/bot${config.botToken.reveal()}/${method}`;
    const headers = { 'content-type': 'application/json' };
    const { signal } = stopped;
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal,
    });
    return ((await answer.json()) as { result: T }).result;
  }

  async function poll(): Promise<void> {
    let offset = 0;
    while (!stopped.signal.aborted) {
      const updates = await call<Update[]>('getUpdates', { offset, timeout: 10 });
      for (const { update_id, message } of updates) {
        offset = update_id + 1;
        if (message === undefined) continue;
        await call('sendMessage', { chat_id: message.chat.id, text: `got ${message.text}` });
      }
    }
  }

  return {
    name: 'small-bot',
    config,
    published,
    firstPublished,
    trace,
    isRunning: () => polling !== undefined && !stopped.signal.aborted,
    async start() {
      polling = poll().catch((error: unknown) => {
        if (!stopped.signal.aborted) throw error;
      });
    },
    async stop() {
      stopped.abort();
      trace.push('app stopped');
      await polling;
    },
    bus: {
      async publish(message) {
        published.push(message);
        resolveFirst(message);
      },
      async publishOn() {},
      async addEntry() {},
      async setHash() {},
      async appendLog() {},
      async endLog() {},
      onDecision: () => () => void trace.push('workload stopped'),
    },
  };
}
