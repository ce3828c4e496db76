// /approvals: pending requests, first those that wait for the person who asks.
import type { Approval } from '../../../approvals/approval.ts';
import { voterInTelegram } from '../../../approvals/voters/voter.ts';
import type { Message } from '../../../message/message.ts';
import { approvalList, byDeadline, waitsFor } from '../../decisions/approval-list.ts';
import { seenPositions } from '../../decisions/seen-requests.ts';
import { MAX_POSITIONS } from '../../decisions/selection-action.ts';
import type { ChatCommandDeps, Command, CommandCall } from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { visibleRequests } from '../command/visibility.ts';

type Deps = Pick<
  ChatCommandDeps,
  'approvals' | 'chatBook' | 'routes' | 'botName' | 'selections' | 'copies' | 'clock'
>;

export const approvals: Command<Deps> = {
  name: 'approvals',
  access: 'member',
  example: '/approvals',
  async run(call, deps) {
    const pending = await visibleRequests(call, deps);
    const list = await listOf(pending, call, deps);
    return { kind: 'reply', ...list, body: await withPrivateLink(list.body, call, deps) };
  },
};

async function listOf(
  pending: readonly Approval[],
  { voice, userId, userName, member, chat }: CommandCall,
  { clock, selections, copies }: Deps,
): Promise<Pick<Message, 'body' | 'buttons' | 'opens'>> {
  if (pending.length === 0) return { body: voice.speak('reply-no-approvals') };
  const voter = voterInTelegram(userId, userName, member);
  const reader = { voter, voice, now: clock.now() };
  const waiting = pending.filter((one) => waitsFor(one, voter)).sort(byDeadline);
  const selected = waiting.slice(0, MAX_POSITIONS);
  const seen = await seenPositions(chat.id, selected, copies);
  const list = { reader, pending, selected, seen };
  if (selected.length === 0) return approvalList(list);
  const requests = selected.map(({ request: { key, version } }) => ({ key, version }));
  const selection = await selections.create(userId, requests);
  return approvalList({ ...list, selection });
}
