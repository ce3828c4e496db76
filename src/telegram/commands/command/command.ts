// Contract of a chat command. Its texts are in the locales: `command-<name>` says what it does,
// `command-<name>-usage` how it is written.

import type { ApprovalStore, ReasonQuestion } from '../../../approvals/approval-store.ts';
import type { Decide } from '../../../approvals/decisions/decide.ts';
import type { Selections } from '../../../approvals/selections.ts';
import type { RevokedVotes } from '../../../approvals/voters/revoked-votes.ts';
import type { Member } from '../../../audience/access.ts';
import type { Address, Chat, ChatBook } from '../../../audience/chat-book.ts';
import type { FileRoute } from '../../../audience/file-route.ts';
import type { Members } from '../../../audience/members.ts';
import type { TokenStore } from '../../../audience/tokens.ts';
import type { Copies } from '../../../deliver/copies.ts';
import type { Outbox } from '../../../deliver/outbox.ts';
import type { Redrive } from '../../../intake/redrive.ts';
import type { JobBoard } from '../../../jobs/job-board.ts';
import type { DeadLetters } from '../../../journal/journal.ts';
import type { Rollbacks } from '../../../journal/rollback.ts';
import type { Translator } from '../../../message/locale/translate.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import type { Message } from '../../../message/message.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Health } from '../../../runtime/health.ts';
import type { SystemState } from '../../../runtime/system-state.ts';
import type { Tails } from '../../../tails/tail.ts';
import type { BotName } from '../../sending/login.ts';

export interface ChatCommandDeps {
  readonly chatBook: ChatBook;
  readonly members: Members;
  readonly approvals: ApprovalStore;
  readonly copies: Pick<Copies, 'of' | 'open'>;
  readonly decide: Decide;
  readonly selections: Selections;
  readonly jobs: Pick<JobBoard, 'find' | 'recent'>;
  readonly tails: Tails;
  readonly tokens: Pick<TokenStore, 'list' | 'revoke'>;
  readonly revokedVotes: RevokedVotes;
  /** Of the policy file. */
  readonly routes: readonly FileRoute[];
  readonly outbox: Outbox;
  readonly botName: BotName;
  readonly deadLetters: DeadLetters;
  readonly redrive: Redrive;
  readonly health: Pick<Health, 'states'>;
  /** As it was seen last. */
  readonly systemState: () => SystemState | undefined;
  readonly rollbacks: Rollbacks;
  readonly translator: Translator;
  readonly clock: Clock;
}

/** One use of a command. */
export interface CommandCall {
  /** Chat and topic in which it was written. */
  readonly address: Address;
  /** The chat as stored; as it would start when nothing is stored yet. */
  readonly chat: Chat;
  readonly userId: number;
  /** The name that the person goes by in Telegram. */
  readonly userName: string;
  /** `undefined` for a person whom nobody gave a role; only `anyone` commands meet that. */
  readonly member: Member | undefined;
  readonly voice: Voice;
  /** What stands behind the command, trimmed. */
  readonly text: string;
  /** The same, word by word. */
  readonly words: readonly string[];
  /** Epoch milliseconds, to the second. */
  readonly writtenAt: number;
  /** The same for the same message, however often it is handled. */
  readonly attempt: string;
  /** All commands that this person may use, for /help. */
  readonly commands: readonly Command[];
}

export type CommandReply =
  | ({
      readonly kind: 'said';
      /** What a reply to this answer decides. */
      readonly asks?: ReasonQuestion;
    } & Pick<Message, 'body' | 'buttons' | 'wantsReply'>)
  /** The command was written wrong: how it is written is told, after what was wrong. */
  | { readonly kind: 'usage'; readonly problem?: RichText }
  /** Something else answers, as a tail does. */
  | { readonly kind: 'none' };

/** `Deps`: what it works with, of all that there is. */
export interface Command<Deps = ChatCommandDeps> {
  readonly name: string;
  /** Whom it exists for: `member` is a person with any role. */
  readonly access: 'anyone' | 'member' | 'admin';
  /** Its answer is for the person alone: a group is only told where to ask for it. */
  readonly isPersonal?: true;
  /** One correct use of it. */
  readonly example: string;
  /** May be called again with the same call after it failed: it does nothing twice. */
  readonly run: (call: CommandCall, deps: Deps) => Promise<CommandReply>;
}

export function said(body: RichText, buttons?: Message['buttons']): CommandReply {
  return buttons === undefined ? { kind: 'said', body } : { kind: 'said', body, buttons };
}

export const USAGE: CommandReply = { kind: 'usage' };
