// Contract of a chat command. The locales describe it in `command-<name>`, and its syntax in
// `command-<name>-usage`.

import type { ApprovalStore, ReasonQuestion } from '../../../approvals/approval-store.ts';
import type { Decide } from '../../../approvals/decisions/decide.ts';
import type { Selections, ShownList } from '../../../approvals/selections.ts';
import type { StandingStore } from '../../../approvals/standing/standing-store.ts';
import type { RevokedVotes } from '../../../approvals/voters/revoked-votes.ts';
import type { Member } from '../../../audience/access.ts';
import type { Address, Chat, ChatBook } from '../../../audience/chat-book.ts';
import type { FileRoute } from '../../../audience/file-route.ts';
import type { Invitations } from '../../../audience/invitations/invitation.ts';
import type { Members } from '../../../audience/members.ts';
import type { TokenStore } from '../../../audience/tokens.ts';
import type { Copies } from '../../../deliver/copies.ts';
import type { MessageOrigins } from '../../../deliver/origins.ts';
import type { Outbox } from '../../../deliver/outbox.ts';
import type { TitleEvents } from '../../../deliver/titled-events.ts';
import type { Redrive } from '../../../intake/redrive.ts';
import type { JobBoard } from '../../../jobs/job-board.ts';
import type { DeadLetters, Journal } from '../../../journal/journal.ts';
import type { Rollbacks } from '../../../journal/rollback.ts';
import type { Translator } from '../../../message/locale/translate.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import type { Message } from '../../../message/message.ts';
import { codeExcerpt } from '../../../message/text/excerpt.ts';
import { oneLine, type RichText, styled } from '../../../message/text/rich-text.ts';
import type { Redaction } from '../../../redact/redaction.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Health } from '../../../runtime/health.ts';
import type { Logger } from '../../../runtime/logger.ts';
import type { SystemState } from '../../../runtime/system-state.ts';
import type { Tails } from '../../../tails/tail.ts';
import type { BotName } from '../../sending/login.ts';

/** What apps suggest to a person. */
export interface CommandMenus {
  /** Call when their roles have changed; it is done in the background. */
  refresh(userId: number): void;
}

export interface ChatCommandDeps {
  readonly chatBook: ChatBook;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly approvals: ApprovalStore;
  readonly standings: Pick<StandingStore, 'inForce'>;
  readonly copies: Pick<Copies, 'of' | 'open'>;
  readonly decide: Decide;
  readonly selections: Selections;
  readonly jobs: Pick<JobBoard, 'find' | 'get' | 'recent' | 'walk'>;
  readonly tails: Tails;
  readonly journal: Pick<Journal, 'get' | 'query'>;
  readonly titleEvents: TitleEvents;
  readonly redaction: Redaction;
  readonly origins: Pick<MessageOrigins, 'of'>;
  readonly tokens: Pick<TokenStore, 'list' | 'revoke'>;
  readonly revokedVotes: RevokedVotes;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly outbox: Outbox;
  readonly botName: BotName;
  readonly deadLetters: DeadLetters;
  readonly redrive: Redrive;
  readonly health: Pick<Health, 'states'>;
  /** As last read. */
  readonly systemState: () => SystemState | undefined;
  readonly rollbacks: Rollbacks;
  readonly commandMenus: CommandMenus;
  /** Where people open the dashboard in a browser; absent: nobody said. */
  readonly dashboardUrl?: string;
  readonly translator: Translator;
  readonly clock: Clock;
  /** What people did with roles leaves a line in it. */
  readonly log: Pick<Logger, 'info'>;
}

export interface RepliedMessage {
  readonly messageId: number;
  /** Name of the bot that wrote it, lower case; `undefined` for a person. */
  readonly bot: string | undefined;
  /** Callback data of its buttons. */
  readonly actions: readonly string[];
}

/** One use of a command. */
export interface CommandCall {
  /** Chat and topic in which it was written. */
  readonly address: Address;
  /** As stored, or as it starts if nothing is stored yet. */
  readonly chat: Chat;
  readonly userId: number;
  /** The person's name in Telegram. */
  readonly userName: string;
  /** `undefined` for a person without a role; only commands for `anyone` see that. */
  readonly member: Member | undefined;
  readonly voice: Voice;
  /** The message that it replies to. */
  readonly repliesTo?: RepliedMessage;
  /** The arguments, trimmed. */
  readonly text: string;
  /** The same, word by word. */
  readonly words: readonly string[];
  /** Epoch milliseconds, to the second. */
  readonly writtenAt: number;
  /** Idempotency key: the same however often the message is handled. */
  readonly attempt: string;
  /** All commands that this person may use, for /help. */
  readonly commands: readonly Command[];
}

export type CommandReply =
  | ({
      readonly kind: 'reply';
      /** What a reply to this answer decides. */
      readonly asks?: ReasonQuestion;
      /** The list that it shows, which is kept up to date. */
      readonly list?: ShownList;
    } & Pick<Message, 'body' | 'buttons' | 'opens' | 'wantsReply'>)
  /** The arguments are wrong: the answer is what is wrong with them, then the syntax; buttons for likely choices. */
  | ({ readonly kind: 'usage'; readonly problem: RichText } & Pick<Message, 'buttons'>)
  /** Something else answers, as a tail does. */
  | { readonly kind: 'none' };

/** `Deps`: the dependencies that it uses. */
export interface Command<Deps = ChatCommandDeps> {
  readonly name: string;
  /** Who can use it: a `member` has any role, a `projectAdmin` is admin of a project or all, an `admin` of all. */
  readonly access: 'anyone' | 'member' | 'projectAdmin' | 'admin';
  /** Answered only in private; a group gets a link to the private chat. */
  readonly isPersonal?: true;
  /** A topic can have it as its group has it: with `group`, which the syntax names there. */
  readonly isAsInGroup?: true;
  readonly example: string;
  /** Idempotent: called again with the same call after it failed. */
  readonly run: (call: CommandCall, deps: Deps) => Promise<CommandReply>;
}

export function replyWith(body: RichText, buttons?: Message['buttons']): CommandReply {
  return buttons === undefined ? { kind: 'reply', body } : { kind: 'reply', body, buttons };
}

/** Arguments longer than this are only begun. */
const MAX_GIVEN_UNITS = 60;

/** `key`: the text of what is wrong; it may quote the argument `given`. */
export function usageReply(
  { voice }: Pick<CommandCall, 'voice'>,
  key: string,
  args: { readonly given?: string | undefined; readonly most?: number } = {},
): Extract<CommandReply, { kind: 'usage' }> {
  const { given = '', most } = args;
  const quoted = styled(oneLine(codeExcerpt(given, MAX_GIVEN_UNITS)), { type: 'code' });
  return { kind: 'usage', problem: voice.speak(key, { given: quoted, most }) };
}
