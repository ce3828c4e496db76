// Taps below a list of requests: picking some of them, and deciding these together. Only the person who
// asked for the list can use it.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { type Decide, type Decision, isCounted } from '../../approvals/decisions/decide.ts';
import type { Listed, Selection, Selections } from '../../approvals/selections.ts';
import { type Voter, voterInTelegram } from '../../approvals/voters/voter.ts';
import { hasAnyRole } from '../../audience/access.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import type { Members } from '../../audience/members.ts';
import type { Copies } from '../../deliver/copies.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { Clock } from '../../runtime/clock.ts';
import { openList } from '../commands/approvals/open-list.ts';
import { requestVisibility, type Viewer } from '../commands/command/visibility.ts';
import { seenPositions } from '../decisions/seen-requests.ts';
import { readSelectionAction, type SelectionAction } from '../decisions/selection-action.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import type { BotName } from '../sending/login.ts';
import { chatKind, chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly copies: Pick<Copies, 'of' | 'open'>;
  readonly selections: Selections;
  readonly decide: Decide;
  readonly members: Members;
  readonly chatBook: ChatBook;
  readonly outbox: Outbox;
  readonly routes: readonly FileRoute[];
  readonly botName: BotName;
  readonly clock: Clock;
}

const TOKEN_BYTES = 16;

type Picking = Extract<SelectionAction, { kind: 'pick' }>;
type Opening = Extract<SelectionAction, { kind: 'open' }>;
type Deciding = Exclude<SelectionAction, Picking | Opening>;

/** A tap by the owner of the list. */
interface Turn {
  readonly tap: Tap;
  readonly selection: Selection;
  readonly voter: Voter;
  readonly viewer: Viewer;
}

export function createSelectionTaps(deps: Deps): TapAction {
  const { selections, members, chatBook } = deps;

  async function act(tap: Tap, action: SelectionAction): Promise<TapAnswer> {
    const selection = await selections.get(action.token);
    const { from, message } = tap.query;
    const kind = chatKind(message.chat);
    if (selection === undefined || kind === undefined || !isListOf(tap, action)) {
      return refusal(tap, 'tap-list-gone');
    }
    if (selection.userId !== from.id) return refusal(tap, 'tap-list-foreign');
    const [member, stored] = await Promise.all([
      members.get(from.id),
      chatBook.get(message.chat.id),
    ]);
    if (!hasAnyRole(member)) {
      return { text: tap.voice.speak('tap-no-role', { id: String(from.id) }), alert: true };
    }
    const about = { id: message.chat.id, kind, title: chatTitle(message.chat) };
    const chat = stored ?? freshChat(about, tap.voice.locale);
    const viewer = { member, chat, address: addressOf(message) };
    const voter = voterInTelegram(from.id, senderName(from), member);
    const turn = { tap, selection, voter, viewer };
    switch (action.kind) {
      case 'pick':
        return pick(turn, action, deps);
      case 'open':
        return open(turn, action, deps);
      case 'approve':
      case 'deny':
        return decideAll(turn, action, deps);
    }
  }

  return (tap) => {
    const action = readSelectionAction(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

async function pick(
  turn: Turn,
  { token, position, isPicked }: Picking,
  deps: Deps,
): Promise<TapAnswer> {
  const selection = await deps.selections.pick(token, position, isPicked);
  if (selection === undefined) return refusal(turn.tap, 'tap-list-gone');
  await show({ ...turn, selection }, deps);
  const count = selection.picked.length;
  return { text: turn.tap.voice.speak('tap-picked', { count }), alert: false };
}

/** Shows a request in full in this chat, so that it can be decided. */
async function open(
  { tap, selection, viewer }: Turn,
  { position }: Opening,
  deps: Deps,
): Promise<TapAnswer> {
  const { approvals, copies, clock } = deps;
  const approvalId = selection.requests[position]?.key;
  const approval = approvalId === undefined ? undefined : await approvals.get(approvalId);
  const isVisible = await requestVisibility(viewer, deps);
  if (approvalId === undefined || !approval || !(await isVisible(approval.request))) {
    return refusal(tap, 'tap-unknown');
  }
  await copies.open(approvalId, addressOf(tap.query.message), clock.token(TOKEN_BYTES));
  return { text: tap.voice.speak('tap-opened'), alert: false };
}

/**
 * Each is a decision of its own, independent of the others. What this chat does not show in full, like a
 * request that changed since it was picked, is not approved.
 */
async function decideAll(
  turn: Turn,
  { kind: verdict, positions }: Deciding,
  deps: Deps,
): Promise<TapAnswer> {
  const { tap, selection, voter } = turn;
  const asked = selection.requests.filter((_, position) => positions.includes(position));
  if (asked.length === 0) return refusal(tap, `tap-none-${verdict}`);
  const listed = await listedOf(asked, deps);
  const seen = await seenPositions(tap.query.message.chat.id, listed, deps.copies);
  const decisions: Decision[] = [];
  const decidable = asked.filter((_, position) => verdict === 'deny' || seen.has(position));
  for (const { key: approvalId, version } of decidable) {
    const attempt = `tg:${tap.query.id}:${approvalId}`;
    const from = `chat ${tap.query.message.chat.id}`;
    decisions.push(await deps.decide({ approvalId, version, verdict, voter, attempt, from }));
  }
  await show(turn, deps);
  const counted = decisions.filter(isCounted).length;
  const all = asked.length;
  return {
    text: tap.voice.speak(`tap-counted-${verdict}`, { counted, all }),
    alert: counted < all,
  };
}

function listedOf(
  requests: readonly Listed[],
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<(Approval | undefined)[]> {
  return Promise.all(requests.map(({ key }) => approvals.get(key)));
}

/** Replaces the tapped list by its current state. */
async function show({ tap, selection, ...reader }: Turn, deps: Deps): Promise<void> {
  const { message } = tap.query;
  const { content, list } = await openList({ ...reader, voice: tap.voice }, { selection }, deps);
  const editing = message.message_id;
  await deps.outbox.post(addressOf(message), { ...content, silent: true }, { editing, list });
}

/** Whether the tapped message is the list of this selection; its buttons may have changed since. */
function isListOf(tap: Tap, { token }: SelectionAction): boolean {
  return tappedButtons(tap).some((data) => readSelectionAction(data)?.token === token);
}

function refusal({ voice }: Tap, key: string): TapAnswer {
  return { text: voice.speak(key), alert: true };
}
