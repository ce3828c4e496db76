// Registers the commands with Telegram, so that apps suggest them: by language and kind of chat, with
// more for admins, also for who becomes one meanwhile. Only changes are sent.

import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope, LanguageCode } from 'grammy/types';
import { isAdminSomewhere } from '../../audience/access.ts';
import type { Members } from '../../audience/members.ts';
import type { Translator } from '../../message/locale/translate.ts';
import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { failureOf } from '../sending/failures.ts';
import type { Command, CommandMenus } from './command/command.ts';
import { CHAT_COMMANDS, commandsFor } from './registry.ts';

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
  readonly locale: string;
  /** Absent: for all other languages. */
  readonly code?: LanguageCode;
}

type Attempt =
  | { readonly kind: 'told' }
  | { readonly kind: 'refused' | 'away'; readonly reason: string };

const pauseMs = backoff({ firstMs: 5_000, maxMs: 600_000 });
/** A call in progress may be cut off by the end of the program. */
const STOP_MS = 500;

export interface CommandRegistration extends Service, CommandMenus {}

/** Runs in the background until all are registered; an outage of Telegram delays nothing else. */
export function createCommandRegistration(deps: Deps): CommandRegistration {
  const { api, translator, clock, log } = deps;
  let stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  const attempt = createAttempt({ api, translator });

  /** Registers all it can; fails with the reason of the first that failed. */
  async function registerAll(wanted: readonly Listing[], signal: AbortSignal): Promise<void> {
    let reason: string | undefined;
    for (const listing of wanted) {
      if (signal.aborted) return;
      const attempted = await attempt(listing);
      if (attempted.kind === 'away') throw new Error(attempted.reason);
      if (attempted.kind === 'refused') reason ??= attempted.reason;
    }
    if (reason !== undefined) throw new Error(reason);
  }

  async function run(find: () => Promise<Listing[]>, signal: AbortSignal): Promise<void> {
    let lastReason: string | undefined;
    function onFailure(error: unknown, tries: number): void {
      const reason = messageOf(error);
      const fields = { reason, tries: tries - 1 };
      // Only once in a row for the same reason.
      if (reason !== lastReason) log.warn(fields, 'telegram_commands_not_registered');
      lastReason = reason;
    }
    const register = async () => registerAll(await find(), signal);
    await withRetry(register, { pauseMs, clock, signal, onFailure });
  }

  return {
    name: 'telegram-commands',
    async start() {
      stopping = new AbortController();
      running = run(() => listings(deps), stopping.signal);
    },
    refresh(userId) {
      const { signal } = stopping;
      running = running.then(() => run(() => listingsOf(userId, deps), signal));
    },
    async stop() {
      stopping.abort();
      await withDeadline(running, { ms: STOP_MS, clock });
    },
  };
}

function createAttempt({ api, translator }: Pick<Deps, 'api' | 'translator'>) {
  async function register({ scope, commands, locale, code }: Listing): Promise<void> {
    const speak = translator.speak(locale);
    const wanted = commands.map(({ name }) => ({
      command: name,
      description: speak(`command-${name}`).text,
    }));
    const target = { scope, ...defined({ language_code: code }) };
    if (!isSame(await api.getMyCommands(target), wanted)) await api.setMyCommands(wanted, target);
  }

  /** `away`: the others would fail too. */
  return async function attempt(listing: Listing): Promise<Attempt> {
    try {
      await register(listing);
      return { kind: 'told' };
    } catch (error) {
      const { kind } = failureOf(error);
      // An admin who never wrote to the bot has no chat to list commands in.
      if (kind === 'unreachable') return { kind: 'told' };
      return { kind: kind === 'refused' ? 'refused' : 'away', reason: messageOf(error) };
    }
  };
}

const COMMON = CHAT_COMMANDS.filter(({ access }) => access === 'anyone' || access === 'member');

/** Of a person whose roles have changed. */
async function listingsOf(userId: number, { members, translator }: Deps): Promise<Listing[]> {
  const member = await members.get(userId);
  const commands = isAdminSomewhere(member) ? commandsFor(member) : COMMON;
  const scope = { type: 'chat', chat_id: userId } as const;
  return languages(translator).map((language) => ({ scope, commands, ...language }));
}

async function listings({ members, translator }: Deps): Promise<Listing[]> {
  const open = CHAT_COMMANDS.filter(({ access }) => access === 'anyone');
  const admins = (await members.all()).filter(isAdminSomewhere);
  const scopes = [
    { scope: { type: 'default' } as const, commands: open },
    { scope: { type: 'all_private_chats' } as const, commands: COMMON },
    { scope: { type: 'all_group_chats' } as const, commands: COMMON },
    ...admins.map((admin) => ({
      scope: { type: 'chat', chat_id: admin.userId } as const,
      commands: commandsFor(admin),
    })),
  ];
  return scopes.flatMap((one) =>
    languages(translator).map((language) => ({ ...one, ...language })),
  );
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
