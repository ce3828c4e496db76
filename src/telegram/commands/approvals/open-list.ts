// A list of requests as a message: the answer to /approvals, what a tap below it makes of it, and what it becomes when a
// request on it is decided or changed elsewhere.
import type { Approval } from '../../../approvals/approval.ts';
import type { Selection, ShownList } from '../../../approvals/selections.ts';
import { type Voter, voterInTelegram } from '../../../approvals/voters/voter.ts';
import { hasAnyRole } from '../../../audience/access.ts';
import type { Copies } from '../../../deliver/copies.ts';
import type { OpenLists } from '../../../deliver/visits/open-lists.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { approvalList, type ListContent } from '../../decisions/approval-list.ts';
import { seenPositions } from '../../decisions/seen-requests.ts';
import { freshChat } from '../../sending/sender.ts';
import { localeOf, voiceFor } from '../../sending/speech.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { requestVisibility, type Viewer, visibleRequests } from '../command/visibility.ts';

export type ListDeps = Pick<
  ChatCommandDeps,
  'approvals' | 'chatBook' | 'routes' | 'botName' | 'clock'
> & { readonly copies: Pick<Copies, 'of'> };

/** Whoever asked for it, where. */
export interface ListReader {
  readonly viewer: Viewer;
  readonly voter: Voter;
  readonly voice: Voice;
}

/** `pending`: what may be shown there, if it was read just now. */
export async function openList(
  { viewer, voter, voice }: ListReader,
  { selection, pending: known }: { selection: Selection; pending?: readonly Approval[] },
  deps: ListDeps,
): Promise<{ readonly content: ListContent; readonly list: ShownList }> {
  const pending = known ?? (await visibleRequests(viewer, deps));
  const { requests, shown } = selection;
  const stateOf = await stateReader(pending, viewer, deps);
  const selected = await Promise.all(requests.map(({ key }) => stateOf(key)));
  const others = shown.filter((shownKey) => !requests.some(({ key }) => key === shownKey));
  const besides = (await Promise.all(others.map(stateOf))).filter((one) => one !== undefined);
  // Whoever picks a number means what they read there.
  const unchanged = selected.map((one, at) =>
    one?.request.version === requests[at]?.version ? one : undefined,
  );
  const seen = await seenPositions(viewer.address.chatId, unchanged, deps.copies);
  const reader = { voter, voice, now: deps.clock.now() };
  const { content, listed } = approvalList({ reader, pending, selection, selected, besides, seen });
  const body = await withPrivateLink(content.body, { chat: viewer.chat, voice }, deps);
  const stands = listed.map(({ request, revision }) => [request.key, String(revision)] as const);
  const list = { token: selection.token, stands: Object.fromEntries(stands) };
  return { content: { ...content, body }, list };
}

/** What may be shown of a request by its key, whether it is pending or not. */
async function stateReader(pending: readonly Approval[], viewer: Viewer, deps: ListDeps) {
  const open = new Map(pending.map((approval) => [approval.request.key, approval]));
  const isVisible = await requestVisibility(viewer, deps);
  return async (key: string): Promise<Approval | undefined> => {
    const approval = open.get(key) ?? (await deps.approvals.get(key));
    if (approval === undefined || open.has(key)) return approval;
    return (await isVisible(approval.request)) ? approval : undefined;
  };
}

type OpenListDeps = ListDeps & Pick<ChatCommandDeps, 'members' | 'selections' | 'translator'>;

export function createOpenLists(deps: OpenListDeps): OpenLists {
  return {
    async redraw(token, address) {
      const selection = await deps.selections.get(token);
      if (selection === undefined) return undefined;
      const { chatId: id } = address;
      const { userId, userName } = selection;
      const [member, stored] = await Promise.all([deps.members.get(userId), deps.chatBook.get(id)]);
      if (!hasAnyRole(member)) return undefined;
      const locale = localeOf(deps.translator, stored, selection.locale);
      const fresh = freshChat({ id, kind: id < 0 ? 'group' : 'private', title: '' }, locale);
      const reader = {
        viewer: { member, chat: stored ?? fresh, address },
        voter: voterInTelegram(userId, userName, member),
        voice: voiceFor(deps.translator, locale),
      };
      const { content, list } = await openList(reader, { selection }, deps);
      return { message: { ...content, silent: true }, list };
    },
  };
}
