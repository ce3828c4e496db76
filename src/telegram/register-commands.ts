// Tells Telegram which commands there are, so that apps suggest them: for each language, for each
// kind of chat, and more for admins. Only what has changed is told.
import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import { isAdmin } from '../audience/access.ts';
import type { Members } from '../audience/members.ts';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { Translator } from '../message/translate.ts';
import type { Command } from './commands/command.ts';
import { COMMANDS } from './commands/registry.ts';
import { failureOf } from './failures.ts';
import { atMost } from './waiting.ts';

interface Deps {
  readonly api: Api;
  readonly members: Members;
  readonly translator: Translator;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Listing {
  readonly scope: BotCommandScope;
  readonly commands: readonly Command[];
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 300_000;
/** A call that is under way may end after the program, for all it matters. */
const STOP_MS = 500;

/** Runs in the background until all is told; Telegram being away delays nothing else. */
export function createCommandRegistration(deps: Deps): Service {
  const { api, members, translator, clock, log } = deps;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function tell({ scope, commands }: Listing, signal: AbortSignal): Promise<void> {
    for (const { locale, code } of languages(translator)) {
      if (signal.aborted) return;
      const speak = translator.speak(locale);
      const wanted = commands.map(({ name }) => ({
        command: name,
        description: speak(`command-${name}`).text,
      }));
      const where = { scope, ...(code === undefined ? {} : { language_code: code }) };
      if (isSame(await api.getMyCommands(where), wanted)) continue;
      await api.setMyCommands(wanted, where);
    }
  }

  async function tellAll(signal: AbortSignal): Promise<void> {
    for (const listing of await listings(members)) {
      try {
        await tell(listing, signal);
      } catch (error) {
        // An admin who never wrote to the bot has no chat to list commands in.
        if (failureOf(error).kind !== 'unreachable') throw error;
      }
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        await tellAll(signal);
        return;
      } catch (error) {
        if (failureOf(error).kind === 'unauthorized') return;
        log.warn({ reason: messageOf(error), tries }, 'telegram_commands_not_registered');
      }
      await clock.sleep(Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS), signal);
    }
  }

  return {
    name: 'telegram-commands',
    async start() {
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await atMost(running, { ms: STOP_MS, clock });
    },
  };
}

async function listings(members: Members): Promise<Listing[]> {
  const open = COMMANDS.filter(({ access }) => access === 'anyone');
  const common = COMMANDS.filter(({ access }) => access !== 'admin');
  const admins = (await members.all()).filter(isAdmin);
  return [
    { scope: { type: 'default' }, commands: open },
    { scope: { type: 'all_private_chats' }, commands: common },
    { scope: { type: 'all_group_chats' }, commands: common },
    ...admins.map(({ userId }) => ({
      scope: { type: 'chat', chat_id: userId } as const,
      commands: COMMANDS,
    })),
  ];
}

/** The fallback for everybody else, then each language. */
function languages(translator: Translator): { locale: string; code?: LanguageCode }[] {
  const [fallback = '', ...others] = translator.locales;
  const named = [fallback, ...others].map((locale) => ({
    locale,
    code: locale.slice(0, 2) as LanguageCode,
  }));
  return [{ locale: fallback }, ...named];
}

function isSame(known: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    known.length === wanted.length &&
    known.every(
      ({ command, description }, at) =>
        command === wanted[at]?.command && description === wanted[at]?.description,
    )
  );
}
