// The commands that the bot registered, by scope and language, and which of them a person is shown.
import type { BotCommand } from '../protocol/bot-objects.ts';
import type { Changes } from './changes.ts';
import type { MemberRole, SimChat } from './model.ts';

export type ScopeKind =
  | 'default'
  | 'all_private_chats'
  | 'all_group_chats'
  | 'all_chat_administrators'
  | 'chat'
  | 'chat_administrators'
  | 'chat_member';

export interface CommandScope {
  readonly type: ScopeKind;
  readonly chat_id?: number;
  readonly user_id?: number;
}

export interface CommandTable {
  set(scope: CommandScope, language: string, commands: readonly BotCommand[]): void;
  get(scope: CommandScope, language: string): readonly BotCommand[];
  delete(scope: CommandScope, language: string): void;
  /** What the app suggests to this person here: the narrowest scope that has commands. */
  shown(reader: CommandReader): readonly BotCommand[];
}

export interface CommandReader {
  readonly chat: SimChat;
  readonly personId: number;
  readonly language: string;
}

export function createCommandTable({ changes }: { readonly changes: Changes }): CommandTable {
  const table = new Map<string, readonly BotCommand[]>();
  const key = ({ type, chat_id, user_id }: CommandScope, language: string) =>
    [type, chat_id ?? '', user_id ?? '', language].join(' ');

  return {
    set(scope, language, commands) {
      table.set(key(scope, language), commands);
      changes.publish({ kind: 'commands' });
    },
    get: (scope, language) => table.get(key(scope, language)) ?? [],
    delete(scope, language) {
      table.delete(key(scope, language));
      changes.publish({ kind: 'commands' });
    },
    shown(reader) {
      for (const scope of scopesOf(reader)) {
        const commands = table.get(key(scope, reader.language)) ?? table.get(key(scope, ''));
        if (commands !== undefined) return commands;
      }
      return [];
    },
  };
}

function scopesOf({ chat, personId }: CommandReader): readonly CommandScope[] {
  const last: CommandScope = { type: 'default' };
  const here: CommandScope = { type: 'chat', chat_id: chat.id };
  if (chat.kind === 'private') return [here, { type: 'all_private_chats' }, last];
  const role: MemberRole | undefined = chat.members.find(
    (member) => member.personId === personId,
  )?.role;
  const administrates = role === 'administrator' || role === 'creator';
  const person: CommandScope = { type: 'chat_member', chat_id: chat.id, user_id: personId };
  return [
    person,
    ...(administrates ? [{ type: 'chat_administrators', chat_id: chat.id } as const] : []),
    here,
    ...(administrates ? [{ type: 'all_chat_administrators' } as const] : []),
    { type: 'all_group_chats' },
    last,
  ];
}
