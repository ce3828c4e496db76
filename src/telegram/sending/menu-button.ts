// The button beside the input field of every private chat: it opens the dashboard where there is one, else it lists
// the commands. Only a change is sent.
import type { Api } from 'grammy';
import type { MenuButton } from 'grammy/types';
import type { Translator } from '../../message/locale/translate.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';

interface Deps {
  readonly api: Api;
  /** Where Telegram opens the dashboard within the app; absent: it can't. */
  readonly appUrl: string | undefined;
  readonly translator: Pick<Translator, 'locales' | 'speak'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const pauseMs = backoff({ firstMs: 5_000, maxMs: 600_000 });
/** A call in progress may be cut off by the end of the program. */
const STOP_MS = 500;

/** Runs in the background until it is set; an outage of Telegram delays nothing else. */
export function createMenuButton({ api, appUrl, translator, clock, log }: Deps): Service {
  let stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  // Telegram keeps one text for all languages.
  const text = translator.speak(translator.locales[0] ?? '')('dashboard-menu').text;

  async function set(): Promise<void> {
    const current = await api.getChatMenuButton();
    const wanted = wantedFor(current);
    if (wanted !== undefined) await api.setChatMenuButton({ menu_button: wanted });
  }

  /** `undefined` if nothing has to change. */
  function wantedFor(current: MenuButton): MenuButton | undefined {
    const opened = current.type === 'web_app' ? current : undefined;
    if (appUrl === undefined) return opened && { type: 'commands' };
    const url = new URL(`${appUrl}/`).href;
    const isSet = opened?.text === text && sameAddress(opened.web_app.url, url);
    return isSet ? undefined : { type: 'web_app', text, web_app: { url } };
  }

  function onFailure(error: unknown, tries: number): void {
    const fields = { reason: messageOf(error), tries };
    if (tries === 1) log.warn(fields, 'telegram_menu_button_not_set');
  }

  return {
    name: 'telegram-menu-button',
    async start() {
      stopping = new AbortController();
      running = withRetry(set, { pauseMs, clock, signal: stopping.signal, onFailure });
    },
    async stop() {
      stopping.abort();
      await withDeadline(running, { ms: STOP_MS, clock });
    },
  };
}

/** Telegram may return it in another form. */
function sameAddress(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).href === other;
}
