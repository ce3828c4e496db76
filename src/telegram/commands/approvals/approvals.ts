// /approvals: pending requests, first those that wait for the person who asks.
import { voterInTelegram } from '../../../approvals/voters/voter.ts';
import { byDeadline, waitsFor } from '../../decisions/approval-list.ts';
import { MAX_POSITIONS } from '../../decisions/selection-action.ts';
import type { ChatCommandDeps, Command } from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { visibleRequests } from '../command/visibility.ts';
import { openList } from './open-list.ts';

type Deps = Pick<
  ChatCommandDeps,
  'approvals' | 'chatBook' | 'routes' | 'botName' | 'selections' | 'copies' | 'clock'
>;

export const approvals: Command<Deps> = {
  name: 'approvals',
  access: 'member',
  example: '/approvals',
  async run(call, deps) {
    const { voice, userId, userName, member } = call;
    const pending = await visibleRequests(call, deps);
    if (pending.length === 0) {
      const body = await withPrivateLink(voice.speak('reply-no-approvals'), call, deps);
      return { kind: 'reply', body };
    }
    const voter = voterInTelegram(userId, userName, member);
    const requests = pending
      .filter((one) => waitsFor(one, voter))
      .sort(byDeadline)
      .slice(0, MAX_POSITIONS)
      .map(({ request: { key, version } }) => ({ key, version }));
    const owner = { userId, userName, locale: voice.locale };
    const selection = await deps.selections.create(owner, requests);
    const shown = { selection, pending };
    const { content, list } = await openList({ viewer: call, voter, voice }, shown, deps);
    return { kind: 'reply', ...content, list };
  },
};
