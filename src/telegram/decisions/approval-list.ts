// The list of open requests: what waits for the reader first, with buttons to pick several of those
// and decide them together; what became of those that were on it; then what waits for others.
import type { Approval } from '../../approvals/approval.ts';
import type { Decision } from '../../approvals/decisions/decide.ts';
import type { Selection } from '../../approvals/selections.ts';
import { refusalFor, type Voter, voteOf } from '../../approvals/voters/voter.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import { instantSpan, shortId, type Voice } from '../../message/locale/voice.ts';
import type { Button, Message } from '../../message/message.ts';
import { fitted } from '../../message/text/cut.ts';
import { revealedCode, revealedLine } from '../../message/text/excerpt.ts';
import { join, oneLine, type RichText, styled } from '../../message/text/rich-text.ts';
import { type AnswerReader, decisionText, isTheirs } from './decision-text.ts';
import { LINE_UNITS } from './seen-requests.ts';
import { writeSelectionAction } from './selection-action.ts';

export interface ApprovalList {
  readonly reader: AnswerReader;
  /** All that the reader may be shown here, the oldest first. */
  readonly pending: readonly Approval[];
  /** Absent when nothing waited for the reader. */
  readonly selection?: Selection;
  /** The requests of the selection as they stand, by their places. */
  readonly selected: readonly (Approval | undefined)[];
  /** Places of those that were shown whole in this chat; only they can be decided here. */
  readonly seen: ReadonlySet<number>;
}

/** A request of the selection, and its place there. */
interface Placed {
  readonly approval: Approval;
  readonly place: number;
  readonly isSeen: boolean;
}

type Verdict = 'approve' | 'deny';

const MAX_LISTED = 10;
const MAX_UNITS = { scope: LINE_UNITS, project: 40, who: 30 } as const;
const GATE_SCOPE = 'gate';
const BUTTONS_A_ROW = 4;

/** Whether it can go on only when the reader, or somebody like them, decides. */
export function waitsFor({ request, votes, outcome }: Approval, voter: Voter): boolean {
  const hasVoted = voteOf({ votes }, voter) !== undefined;
  return outcome === undefined && !hasVoted && refusalFor(request, voter, 'approve') === undefined;
}

export function approvalList(list: ApprovalList): Pick<Message, 'body' | 'buttons'> {
  const { pending, reader, selection } = list;
  const { voice, voter } = reader;
  const placed = list.selected.flatMap((approval, place) =>
    approval ? [{ approval, place, isSeen: list.seen.has(place) }] : [],
  );
  const open = placed.filter(({ approval }) => waitsFor(approval, voter));
  const done = placed.filter((one) => !open.includes(one));
  const listed = new Set(placed.map(({ approval }) => approval.request.key));
  const rest = pending.filter(({ request }) => !listed.has(request.key));
  const yours = rest.filter((approval) => waitsFor(approval, voter));
  const others = rest.filter((approval) => !yours.includes(approval));
  const room = createRoom(MAX_LISTED - placed.length);
  const lines = [
    ...section('reply-approvals-yours', voice, [
      ...open.map(({ approval, place, isSeen }) => numbered(place, item(approval, reader, isSeen))),
      ...room.take(yours).map((approval) => item(approval, reader)),
    ]),
    ...section(
      'reply-approvals-done',
      voice,
      done.map((one) => became(one, reader)),
    ),
    ...section(
      'reply-approvals-others',
      voice,
      room.take(others).map((one) => item(one, reader)),
    ),
    ...(room.left > 0 ? [voice.speak('reply-more', { count: room.left })] : []),
    voice.speak(open.length > 0 ? 'reply-approvals-pick' : 'reply-approvals-how'),
  ];
  const rows = selection === undefined ? [] : buttonRows(open, selection, voice);
  const buttons = rows.length === 0 ? {} : { buttons: rows };
  return { body: fitted(join(lines, '\n')), ...buttons };
}

/** Counts what no longer fits. */
function createRoom(most: number) {
  let [free, left] = [most, 0];
  return {
    get left() {
      return left;
    },
    take<T>(items: readonly T[]): T[] {
      const taken = items.slice(0, free);
      free -= taken.length;
      left += items.length - taken.length;
      return taken;
    },
  };
}

function section(key: string, { speak }: Voice, items: readonly RichText[]): RichText[] {
  return items.length === 0 ? [] : [styled(speak(key), { type: 'bold' }), ...items];
}

function numbered(place: number, text: RichText): RichText {
  return join([`${place + 1}. `, text]);
}

function item({ request, votes }: Approval, { voice, now }: AnswerReader, isSeen = true): RichText {
  const { id, projectId, requestedBy, expiresAt, terms, scope, stage } = request;
  const given = votes.filter(({ verdict }) => verdict === 'approve').length;
  const { required, reasonRequired } = terms;
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
    who:
      requestedBy === undefined
        ? undefined
        : revealedLine(requestedBy.name ?? requestedBy.id ?? '', MAX_UNITS.who),
    expires:
      expiresAt === undefined
        ? undefined
        : instantSpan(expiresAt, new Date(now).toISOString(), voice),
    given: required === 1 ? undefined : given,
    required,
    reason:
      reasonRequired === 'none' ? undefined : voice.speak(`approval-reason-${reasonRequired}`),
    open: isSeen ? undefined : voice.speak('reply-approval-unseen'),
  });
}

/** What became of a request that waited for the reader when the list was made. */
function became({ approval, place }: Placed, reader: AnswerReader): RichText {
  const decision = standingOf(approval, reader.voter);
  const text = decisionText(decision, reader);
  if (decision.kind === 'decided') return numbered(place, text);
  const subject = subjectText(approval.request, reader.voice, LINE_UNITS);
  return numbered(place, join([subject, ': ', oneLine(text)]));
}

function standingOf(approval: Approval, voter: Voter): Decision {
  if (approval.outcome !== undefined) {
    return { kind: isTheirs(approval, voter) ? 'decided' : 'already', approval };
  }
  const why = refusalFor(approval.request, voter, 'approve');
  return why === undefined ? { kind: 'voted', approval } : { kind: 'forbidden', why, approval };
}

function buttonRows(open: readonly Placed[], selection: Selection, { speak }: Voice): Button[][] {
  const { token, picked } = selection;
  const pickable = open.filter(
    ({ approval, isSeen }) => isSeen && needsNoReason(approval, 'approve'),
  );
  const buttons = open.flatMap((one) => numberButton(one, pickable.includes(one), selection));
  if (pickable.length === 0) return inRows(buttons);
  const decide = (kind: Verdict, style: 'success' | 'danger'): Button[] => {
    const places = pickable
      .filter(({ approval, place }) => picked.includes(place) && needsNoReason(approval, kind))
      .map(({ place }) => place);
    const label = speak(`reply-approvals-${kind}`, { count: places.length }).text;
    return [{ label, action: writeSelectionAction({ kind, token, places }), style }];
  };
  return [...inRows(buttons), decide('approve', 'success'), decide('deny', 'danger')];
}

/** Picks what was seen whole, and shows what was not. */
function numberButton(
  { place, isSeen }: Placed,
  isPickable: boolean,
  { token, picked }: Selection,
): Button[] {
  if (!isSeen) {
    return [
      { label: `🔍 ${place + 1}`, action: writeSelectionAction({ kind: 'open', token, place }) },
    ];
  }
  if (!isPickable) return [];
  const isPicked = picked.includes(place);
  const action = writeSelectionAction({ kind: 'pick', token, place, isPicked: !isPicked });
  return [{ label: `${isPicked ? '☑' : '☐'} ${place + 1}`, action }];
}

/** Whether it can be decided so without a word on why. */
function needsNoReason({ request }: Approval, verdict: Verdict): boolean {
  const { reasonRequired } = request.terms;
  return reasonRequired === 'none' || (reasonRequired === 'deny' && verdict === 'approve');
}

function inRows(buttons: readonly Button[]): Button[][] {
  if (buttons.length === 0) return [];
  const count = Math.ceil(buttons.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}
