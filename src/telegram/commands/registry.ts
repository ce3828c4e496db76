// All commands, in the order in which they are listed.
import { hasAnyRole, isAdmin, isAdminSomewhere, type Member } from '../../audience/access.ts';
import { approvals } from './approvals/approvals.ts';
import { approve } from './approvals/approve.ts';
import { deny } from './approvals/deny.ts';
import { standing } from './approvals/standing.ts';
import { cards } from './chats/cards.ts';
import { language } from './chats/language.ts';
import { level } from './chats/level.ts';
import { start } from './chats/start.ts';
import { stop } from './chats/stop.ts';
import { subscribe } from './chats/subscribe.ts';
import { subscriptions } from './chats/subscriptions.ts';
import { unsubscribe } from './chats/unsubscribe.ts';
import type { Command } from './command/command.ts';
import { dlq } from './dlq.ts';
import { health } from './health.ts';
import { help } from './help.ts';
import { history } from './looking/history.ts';
import { job } from './looking/job.ts';
import { jobsCommand } from './looking/jobs.ts';
import { sessions } from './looking/sessions.ts';
import { why } from './looking/why.ts';
import { grant } from './people/grant.ts';
import { invite } from './people/invite.ts';
import { members } from './people/members.ts';
import { revoke } from './people/revoke.ts';
import { whoami } from './people/whoami.ts';
import { mute } from './quiet/mute.ts';
import { quiet } from './quiet/quiet.ts';
import { unmute } from './quiet/unmute.ts';
import { tail } from './tail.ts';

export const CHAT_COMMANDS: readonly Command[] = [
  approvals,
  approve,
  deny,
  standing,
  jobsCommand,
  job,
  sessions,
  history,
  why,
  tail,
  stop,
  level,
  cards,
  mute,
  unmute,
  quiet,
  subscribe,
  unsubscribe,
  subscriptions,
  language,
  whoami,
  help,
  start,
  invite,
  members,
  grant,
  revoke,
  dlq,
  health,
];

/** The commands that this person can use. */
export function commandsFor(member: Member | undefined): readonly Command[] {
  return CHAT_COMMANDS.filter(({ access }) => ACCESS[access](member));
}

const ACCESS: Record<Command['access'], (member: Member | undefined) => boolean> = {
  anyone: () => true,
  member: hasAnyRole,
  projectAdmin: isAdminSomewhere,
  admin: isAdmin,
};
