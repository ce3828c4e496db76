// All commands, in the order in which they are listed.
import { hasAnyRole, isAdmin, type Member } from '../../audience/access.ts';
import { approvals } from './approvals.ts';
import { approve } from './approve.ts';
import type { Command } from './command.ts';
import { deny } from './deny.ts';
import { dlq } from './dlq.ts';
import { grant } from './grant.ts';
import { health } from './health.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { level } from './level.ts';
import { revoke } from './revoke.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { subscribe } from './subscribe.ts';
import { subscriptions } from './subscriptions.ts';
import { tail } from './tail.ts';
import { unsubscribe } from './unsubscribe.ts';
import { whoami } from './whoami.ts';

export const COMMANDS: readonly Command[] = [
  approvals,
  approve,
  deny,
  tail,
  stop,
  level,
  subscribe,
  unsubscribe,
  subscriptions,
  language,
  whoami,
  help,
  start,
  grant,
  revoke,
  dlq,
  health,
];

/** The commands that exist for this person. */
export function commandsFor(member: Member | undefined): readonly Command[] {
  return COMMANDS.filter(({ access }) => ACCESS[access](member));
}

const ACCESS: Record<Command['access'], (member: Member | undefined) => boolean> = {
  anyone: () => true,
  member: hasAnyRole,
  admin: isAdmin,
};
