// /standing: what was approved in advance, to see it and to stop it.
import { mayStop } from '../../../approvals/decisions/stop-standing.ts';
import { voterInTelegram } from '../../../approvals/voters/voter.ts';
import { type ListedStanding, standingList } from '../../decisions/standing-list.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { requestVisibility } from '../command/visibility.ts';

type ListDeps = Pick<ChatCommandDeps, 'approvals' | 'standings' | 'chatBook' | 'routes' | 'clock'>;

type Reader = Pick<CommandCall, 'member' | 'chat' | 'address' | 'userId' | 'userName' | 'voice'>;

export const standing: Command<ListDeps & Pick<ChatCommandDeps, 'botName'>> = {
  name: 'standing',
  access: 'member',
  example: '/standing',
  async run(call, deps) {
    const { body, buttons } = await listStandings(call, deps);
    return replyWith(await withPrivateLink(body, call, deps), buttons);
  },
};

/** Those that may be shown to this person here: as the requests that they were given with. */
export async function listStandings(reader: Reader, deps: ListDeps) {
  const { userId, userName, member, voice } = reader;
  const voter = voterInTelegram(userId, userName, member);
  const isVisible = await requestVisibility(reader, deps);
  const listed: ListedStanding[] = [];
  for (const one of await deps.standings.inForce()) {
    const approval = await deps.approvals.get(one.standing.approvalId);
    if (approval === undefined || !(await isVisible(approval.request))) continue;
    const isStoppable = await mayStop(one.standing, voter, deps.approvals);
    listed.push({ ...one, isStoppable });
  }
  return standingList(listed, { voice, now: deps.clock.now() });
}
