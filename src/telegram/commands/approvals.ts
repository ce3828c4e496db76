// /approvals: open requests, those first that wait for the person who asks.
import { voterInTelegram } from '../../approvals/voter.ts';
import { approvalList, waitsFor } from '../approval-list.ts';
import { seenPlaces } from '../seen-requests.ts';
import { MOST_PLACES } from '../selection-action.ts';
import { type Command, said } from './command.ts';
import { requestsInSight } from './sight.ts';

export const approvals: Command = {
  name: 'approvals',
  access: 'member',
  example: '/approvals',
  async run(call, deps) {
    const { voice, userId, userName, member } = call;
    const pending = await requestsInSight(call, deps);
    if (pending.length === 0) return said(voice.speak('reply-no-approvals'));
    const voter = voterInTelegram(userId, userName, member);
    const reader = { voter, voice, now: deps.clock.now() };
    const selected = pending.filter((one) => waitsFor(one, voter)).slice(0, MOST_PLACES);
    const listed = selected.map((approval) => ({ approvalId: approval.request.key, approval }));
    const seen = await seenPlaces(call.chat.id, listed, deps.copies);
    const list = { reader, pending, selected, seen };
    if (selected.length === 0) return said(approvalList(list).body);
    const requests = selected.map(({ request: { key, version } }) => ({ key, version }));
    const selection = await deps.selections.create(userId, requests);
    const { body, buttons } = approvalList({ ...list, selection });
    return said(body, buttons);
  },
};
