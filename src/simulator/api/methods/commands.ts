// The bot's commands, by scope and language.
import type { BotCommand } from '../../protocol/bot-objects.ts';
import { badRequest } from '../../protocol/refusal.ts';
import type { CommandScope, ScopeKind } from '../../world/command-table.ts';
import { asObject, type Params } from '../params.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

const MAX_COMMANDS = 100;
const NAME = /^[a-z0-9_]{1,32}$/;
const MAX_DESCRIPTION = 256;
/** What each scope must name. */
const SCOPES: Readonly<Record<ScopeKind, readonly ('chat_id' | 'user_id')[]>> = {
  default: [],
  all_private_chats: [],
  all_group_chats: [],
  all_chat_administrators: [],
  chat: ['chat_id'],
  chat_administrators: ['chat_id'],
  chat_member: ['chat_id', 'user_id'],
};

export function createCommandMethods({ state }: MethodDeps): MethodTable {
  const { commands, chats } = state;

  function scopeOf(params: Params): CommandScope {
    const given = asObject(params.json('scope', 'BotCommandScope'));
    if (given === undefined) return { type: 'default' };
    const type = given.type as ScopeKind;
    const needed = Object.hasOwn(SCOPES, type)
      ? SCOPES[type]
      : badRequest("can't parse BotCommandScope: Unsupported type specified");
    const named = Object.fromEntries(needed.map((field) => [field, Number(given[field])]));
    if (named.chat_id !== undefined && chats.get(named.chat_id) === undefined) {
      badRequest('chat not found');
    }
    return { type, ...named };
  }

  function setMyCommands({ params }: MethodCall): unknown {
    const list = params.json('commands', 'commands');
    if (!Array.isArray(list)) return badRequest("can't parse commands: Expected an Array");
    if (list.length > MAX_COMMANDS) badRequest('BOT_COMMANDS_TOO_MUCH');
    const checked = list.map(checkCommand);
    const scope = scopeOf(params);
    if (checked.length === 0) commands.delete(scope, languageOf(params));
    else commands.set(scope, languageOf(params), checked);
    return true;
  }

  return {
    setMyCommands,
    getMyCommands: ({ params }) => commands.get(scopeOf(params), languageOf(params)),
    deleteMyCommands({ params }) {
      commands.delete(scopeOf(params), languageOf(params));
      return true;
    },
  };
}

function checkCommand(given: unknown): BotCommand {
  const { command, description } = asObject(given) ?? {};
  const name = String(command ?? '').replace(/^\//, '');
  if (!NAME.test(name)) badRequest('BOT_COMMAND_INVALID');
  const text = String(description ?? '').trim();
  const length = [...text].length;
  if (length < 1 || length > MAX_DESCRIPTION) badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command: name, description: text };
}

function languageOf(params: Params): string {
  const language = params.text('language_code');
  return language === '' || /^[a-z]{2}$/.test(language)
    ? language
    : badRequest('invalid language_code specified');
}
