// The list of pending requests: first those that wait for the reader, with buttons to pick several and
// decide them together; then the outcome of those decided since; then those that wait for others.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import type { Decision } from '../../approvals/decisions/decide.ts';
import type { Selection } from '../../approvals/selections.ts';
import { refusalFor, type Voter, voteOf } from '../../approvals/voters/voter.ts';
import { timeText } from '../../message/approvals/approval-deadline.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import { instantSpan, shortId, type Voice } from '../../message/locale/voice.ts';
import type { Button, Message } from '../../message/message.ts';
import { DASHBOARD_PAGES, opening } from '../../message/pages/dashboard-page.ts';
import { fitToMessage } from '../../message/text/cut.ts';
import { revealedCode, revealedLine } from '../../message/text/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../message/text/rich-text.ts';
import { type AnswerReader, agoText, decisionText, isTheirs } from './decision-text.ts';
import { LINE_UNITS } from './seen-requests.ts';
import { writeSelectionAction } from './selection-action.ts';

export interface ApprovalList {
  readonly reader: AnswerReader;
  /** All that may be shown to the reader here, the oldest first. */
  readonly pending: readonly Approval[];
  readonly selection: Selection;
  /** The current state of the selection's requests, by position. */
  readonly selected: readonly (Approval | undefined)[];
  /** The current state of what its message shows besides. */
  readonly besides: readonly Approval[];
  /** Positions of those that this chat shows in full; only these can be decided here. */
  readonly seen: ReadonlySet<number>;
}

/** A request of the selection, and its position there. */
interface Positioned {
  readonly approval: Approval;
  readonly position: number;
  readonly isSeen: boolean;
}

type Verdict = 'approve' | 'deny';

const MAX_LISTED = 10;
const MAX_UNITS = { scope: LINE_UNITS, project: 40, title: 60, who: 30, why: 100 } as const;
const GATE_SCOPE = 'gate';
const BUTTONS_A_ROW = 4;

/** Whether it is pending and the reader may still vote on it. */
export function waitsFor({ request, votes, outcome }: Approval, voter: Voter): boolean {
  const hasVoted = voteOf({ votes }, voter) !== undefined;
  return outcome === undefined && !hasVoted && refusalFor(request, voter, 'approve') === undefined;
}

export type ListContent = Pick<Message, 'body' | 'buttons' | 'opens'>;

/** `listed`: the requests that are on it. */
export function approvalList(list: ApprovalList): {
  readonly content: ListContent;
  readonly listed: readonly Approval[];
} {
  const { pending, reader, selection, besides } = list;
  const { voice, voter } = reader;
  const positioned = list.selected.flatMap((approval, position) =>
    approval ? [{ approval, position, isSeen: list.seen.has(position) }] : [],
  );
  const open = positioned.filter(({ approval }) => waitsFor(approval, voter));
  const done = positioned.filter((one) => !open.includes(one));
  const known = new Set([...list.selected, ...besides].map((one) => one?.request.key));
  const isOver = ({ outcome }: Approval) => outcome !== undefined;
  const over = besides.filter(isOver);
  const rest = [
    ...besides.filter((one) => !isOver(one)),
    ...pending.filter(({ request }) => !known.has(request.key)).sort(byDeadline),
  ];
  const isYours = (approval: Approval) => waitsFor(approval, voter);
  const limit = createLimit(MAX_LISTED - positioned.length - over.length);
  const yours = limit.apply(rest.filter(isYours));
  const others = limit.apply(rest.filter((approval) => !isYours(approval)));
  const lines = [
    ...section('reply-approvals-yours', voice, [
      ...open.map(({ approval, position, isSeen }) =>
        numbered(position, item(approval, reader, isSeen)),
      ),
      ...yours.map((approval) => item(approval, reader)),
    ]),
    ...section('reply-approvals-done', voice, [
      ...done.map(({ approval, position }) => numbered(position, settledLine(approval, reader))),
      ...over.map((approval) => settledLine(approval, reader)),
    ]),
    ...section(
      'reply-approvals-others',
      voice,
      others.map((one) => item(one, reader)),
    ),
    ...(limit.omitted > 0 ? [voice.speak('reply-more', { count: limit.omitted })] : []),
    voice.speak(open.length > 0 ? 'reply-approvals-pick' : 'reply-approvals-how'),
  ];
  const rows = buttonRows(open, selection, voice);
  const buttons = rows.length === 0 ? {} : { buttons: rows };
  const opens = opening(DASHBOARD_PAGES.approvals, voice);
  return {
    content: { body: fitToMessage(join(lines, '\n')), ...buttons, ...opens },
    listed: [...positioned.map(({ approval }) => approval), ...over, ...yours, ...others],
  };
}

/** Limits the number of items in all, and counts those omitted. */
function createLimit(max: number) {
  let [free, omitted] = [max, 0];
  return {
    get omitted() {
      return omitted;
    },
    apply<T>(items: readonly T[]): T[] {
      const listed = items.slice(0, free);
      free -= listed.length;
      omitted += items.length - listed.length;
      return listed;
    },
  };
}

function section(key: string, { speak }: Voice, items: readonly RichText[]): RichText[] {
  return items.length === 0 ? [] : [styled(speak(key), { type: 'bold' }), ...items];
}

function numbered(position: number, text: RichText): RichText {
  return join([`${position + 1}. `, text]);
}

function item({ request, votes }: Approval, reader: AnswerReader, isSeen = true): RichText {
  const { voice, now } = reader;
  const { id, projectId, requestedBy, requestedAt, terms, scope, stage, reason } = request;
  const [title = ''] = (request.title ?? '').trim().split('\n');
  const given = votes.filter(({ verdict }) => verdict === 'approve').length;
  const { required, reasonRequired } = terms;
  const line = (text: string, units: number) =>
    text.trim() === '' ? undefined : revealedLine(text.trim(), units);
  return voice.speak('reply-approval', {
    id: shortId(id),
    action: subjectText(request, voice, LINE_UNITS),
    scope:
      scope === '' || (stage !== undefined && scope === GATE_SCOPE)
        ? undefined
        : revealedLine(scope, MAX_UNITS.scope),
    project:
      projectId === undefined
        ? undefined
        : styled(revealedCode(projectId, MAX_UNITS.project), { type: 'code' }),
    title: line(title, MAX_UNITS.title),
    who: line(requestedBy?.name ?? requestedBy?.id ?? '', MAX_UNITS.who),
    ago: agoText(requestedAt, reader),
    ...timeLeft(request, now, voice),
    given: required === 1 ? undefined : given,
    required,
    reason:
      reasonRequired === 'none' ? undefined : voice.speak(`approval-reason-${reasonRequired}`),
    open: isSeen ? undefined : voice.speak('reply-approval-unseen'),
    why: line(reason, MAX_UNITS.why),
  });
}

function timeLeft({ expiresAt }: ApprovalRequest, now: number, voice: Voice) {
  if (expiresAt === undefined) return { left: undefined, expires: undefined };
  const leftMs = Math.max(0, Date.parse(expiresAt) - now);
  return {
    left: timeText(leftMs, voice),
    expires: instantSpan(expiresAt, new Date(now).toISOString(), voice),
  };
}

/** By what is over first; those without an end come last, the oldest first. */
export function byDeadline({ request: one }: Approval, { request: other }: Approval): number {
  const end = ({ expiresAt }: ApprovalRequest) =>
    expiresAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(expiresAt);
  return end(one) - end(other) || Date.parse(one.requestedAt) - Date.parse(other.requestedAt);
}

/** For a request that no longer waits for the reader. */
function settledLine(approval: Approval, reader: AnswerReader): RichText {
  const decision = currentDecision(approval, reader.voter);
  const text = decisionText(decision, reader);
  if (decision.kind === 'decided') return text;
  const subject = subjectText(approval.request, reader.voice, LINE_UNITS);
  return join([subject, ': ', oneLine(text)]);
}

function currentDecision(approval: Approval, voter: Voter): Decision {
  if (approval.outcome !== undefined) {
    return { kind: isTheirs(approval, voter) ? 'decided' : 'already', approval };
  }
  const why = refusalFor(approval.request, voter, 'approve');
  return why === undefined ? { kind: 'voted', approval } : { kind: 'forbidden', why, approval };
}

function buttonRows(
  open: readonly Positioned[],
  selection: Selection,
  { speak }: Voice,
): Button[][] {
  const { token, picked } = selection;
  const pickable = open.filter(
    ({ approval, isSeen }) => isSeen && needsNoReason(approval, 'approve'),
  );
  const buttons = open.flatMap((one) => numberButtons(one, pickable.includes(one), selection));
  // What decides appears once something is selected.
  if (!pickable.some(({ position }) => picked.includes(position))) return inRows(buttons);
  const decide = (kind: Verdict, style: 'success' | 'danger'): Button[] => {
    const positions = pickable
      .filter(
        ({ approval, position }) => picked.includes(position) && needsNoReason(approval, kind),
      )
      .map(({ position }) => position);
    const label = speak(`reply-approvals-${kind}`, { count: positions.length }).text;
    return [{ label, action: writeSelectionAction({ kind, token, positions }), style }];
  };
  return [...inRows(buttons), decide('approve', 'success'), decide('deny', 'danger')];
}

/** Picks a request that the chat shows in full; each can be opened. */
function numberButtons(
  { position }: Positioned,
  isPickable: boolean,
  { token, picked }: Selection,
): Button[] {
  const opening = openButton({ position }, token);
  if (!isPickable) return [opening];
  const isPicked = picked.includes(position);
  const action = writeSelectionAction({ kind: 'pick', token, position, isPicked: !isPicked });
  return [{ label: `${isPicked ? '☑' : '☐'} ${position + 1}`, action }, opening];
}

/** Shows a request of a selection in full. */
export function openButton({ position }: Pick<Positioned, 'position'>, token: string): Button {
  const action = writeSelectionAction({ kind: 'open', token, position });
  return { label: `🔍 ${position + 1}`, action };
}

/** Whether this decision is possible without a reason. */
function needsNoReason({ request }: Approval, verdict: Verdict): boolean {
  const { reasonRequired } = request.terms;
  return reasonRequired === 'none' || (reasonRequired === 'deny' && verdict === 'approve');
}

export function inRows(buttons: readonly Button[]): Button[][] {
  if (buttons.length === 0) return [];
  const count = Math.ceil(buttons.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}
