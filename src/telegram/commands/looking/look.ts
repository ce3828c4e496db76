// What the pages of /jobs, /job, /sessions and /history have in common.
import type { Message } from '../../../message/message.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import type { Viewer } from '../command/visibility.ts';

/** A page in place of the one before. */
export type LookPage = Pick<Message, 'body' | 'buttons' | 'opens'>;

/** Who looks, and where; rights are those of this moment. */
export type Looker = Viewer & Pick<CommandCall, 'userId' | 'voice'>;

export type LookDeps = Pick<
  ChatCommandDeps,
  | 'jobs'
  | 'chatBook'
  | 'routes'
  | 'approvals'
  | 'tails'
  | 'journal'
  | 'titleEvents'
  | 'redaction'
  | 'botName'
  | 'clock'
>;
