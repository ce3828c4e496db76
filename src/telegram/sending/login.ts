// Finds out who the bot is, before it works. It retries while Telegram is away, and fails if Telegram
// refuses the token, which only a person can fix.
import type { Api } from 'grammy';
import type { LoginBot } from '../../audience/sign-in/sign-in-ways.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { isTokenRefused } from './failures.ts';

/** In lower case, without `@`; known before anything is handled. */
export type BotName = () => Promise<string>;

export interface Login extends Service {
  /**
   * Waits a moment for Telegram's answer, then goes on in the background. Throws `unauthorized` if
   * Telegram refuses the token.
   */
  start(): Promise<void>;
  /**
   * Resolves once Telegram answered. Rejects with `unauthorized` if it refuses the token, with
   * `unavailable` if stopped before.
   */
  readonly botName: BotName;
  /** `undefined` until Telegram answered. */
  bot(): LoginBot | undefined;
}

interface Deps {
  readonly api: Api;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long the start of everything else may wait. */
export const FIRST_ANSWER_MS = 3_000;
const pauseMs = backoff({ firstMs: 500, maxMs: 10_000 });

export function createLogin({ api, health, clock, log }: Deps): Login {
  const stopping = new AbortController();
  let answer: Promise<string> | undefined;
  let bot: LoginBot | undefined;

  async function ask(): Promise<string> {
    const { signal } = stopping;
    const getMe = () => api.getMe(signal as unknown as Parameters<Api['getMe']>[0]);
    const me = await withRetry(getMe, {
      while: (error) => !isTokenRefused(error),
      ...{ pauseMs, clock, signal, onFailure },
    }).catch((error: unknown) => {
      throw tokenRefused(error);
    });
    if (me !== undefined) {
      bot = { id: me.id, username: me.username };
      return me.username.toLowerCase();
    }
    throw new JobwireError('unavailable', 'Telegram did not answer before jobwire was stopped');
  }

  function onFailure(error: unknown, tries: number): void {
    const reason = messageOf(error);
    health.report('telegram', false, `Telegram does not answer: ${reason}`);
    log.warn({ reason, tries: tries - 1 }, 'telegram_unavailable');
  }

  function botName(): Promise<string> {
    answer ??= ask();
    return answer;
  }

  return {
    name: 'telegram-login',
    botName,
    bot: () => bot,
    async start() {
      health.report('telegram', false, 'not connected yet');
      const answered = botName();
      answered.catch(() => {});
      await withDeadline(answered, { ms: FIRST_ANSWER_MS, clock, signal: stopping.signal });
    },
    async stop() {
      stopping.abort();
      await answer?.catch(() => {});
    },
  };
}

function tokenRefused(cause: unknown): JobwireError {
  const message = `1 setting is wrong:\n  BOT_TOKEN is wrong: Telegram refuses it (${messageOf(cause)}); expected the token that @BotFather gave for the bot, for example 123456789:AAExampleExampleExampleExampleExample`;
  return new JobwireError('unauthorized', message, { cause, details: { settings: ['BOT_TOKEN'] } });
}
