// The list of open requests: what waits for the reader first, with buttons to pick several of those
// and decide them together; what became of those that were on it; then what waits for others.
import type { Approval } from '../approvals/approval.ts';
import type { Decision } from '../approvals/decide.ts';
import type { Selection } from '../approvals/selections.ts';
import { refusalOf, type Voter, voteOf } from '../approvals/voter.ts';
import { subjectText } from '../message/approval-subject.ts';
import { fitted } from '../message/cut.ts';
import { codeExcerpt, excerpt } from '../message/excerpt.ts';
import type { Button, Message } from '../message/message.ts';
import { join, oneLine, type RichText, styled } from '../message/rich-text.ts';
import { instant, shortId, type Voice } from '../message/voice.ts';
import { decisionText, isTheirs, type Reader } from './decision-text.ts';
import { writeSelectionAction } from './selection-action.ts';

export interface ApprovalList {
  readonly reader: Reader;
  /** All that the reader may be shown here, the oldest first. */
  readonly pending: readonly Approval[];
  /** Absent when nothing waited for the reader. */
  readonly selection?: Selection;
  /** The requests of the selection as they stand, by their places. */
  readonly selected: readonly (Approval | undefined)[];
}

/** A request of the selection, and its place there. */
interface Placed {
  readonly approval: Approval;
  readonly place: number;
}

type Verdict = 'approve' | 'deny';

const MOST_LISTED = 10;
const LONGEST = { action: 100, project: 40, who: 30 } as const;
const BUTTONS_A_ROW = 4;

/** Whether it can go on only when the reader, or somebody like them, decides. */
export function waitsFor({ request, votes, outcome }: Approval, voter: Voter): boolean {
  const hasVoted = voteOf({ votes }, voter) !== undefined;
  return outcome === undefined && !hasVoted && refusalOf(request, voter, 'approve') === undefined;
}

export function approvalList(list: ApprovalList): Pick<Message, 'body' | 'buttons'> {
  const { pending, reader, selection } = list;
  const { voice, voter } = reader;
  const placed = list.selected.flatMap((approval, place) =>
    approval ? [{ approval, place }] : [],
  );
  const open = placed.filter(({ approval }) => waitsFor(approval, voter));
  const done = placed.filter((one) => !open.includes(one));
  const listed = new Set(placed.map(({ approval }) => approval.request.key));
  const rest = pending.filter(({ request }) => !listed.has(request.key));
  const yours = rest.filter((approval) => waitsFor(approval, voter));
  const others = rest.filter((approval) => !yours.includes(approval));
  const room = createRoom(MOST_LISTED - placed.length);
  const lines = [
    ...section('reply-approvals-yours', voice, [
      ...open.map(({ approval, place }) => numbered(place, item(approval, reader))),
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

function item({ request, votes }: Approval, { voice, now }: Reader): RichText {
  const { id, projectId, requestedBy, expiresAt, terms } = request;
  const given = votes.filter(({ verdict }) => verdict === 'approve').length;
  const { required, reasonRequired } = terms;
  return voice.speak('reply-approval', {
    id: shortId(id),
    action: subjectText(request, voice, LONGEST.action),
    project:
      projectId === undefined
        ? undefined
        : styled(codeExcerpt(projectId, LONGEST.project), { type: 'code' }),
    who:
      requestedBy === undefined
        ? undefined
        : oneLine(excerpt(requestedBy.name ?? requestedBy.id ?? '', LONGEST.who)),
    expires:
      expiresAt === undefined ? undefined : instant(expiresAt, new Date(now).toISOString(), voice),
    given: required === 1 ? undefined : given,
    required,
    reason:
      reasonRequired === 'none' ? undefined : voice.speak(`approval-reason-${reasonRequired}`),
  });
}

/** What became of a request that waited for the reader when the list was made. */
function became({ approval, place }: Placed, reader: Reader): RichText {
  const decision = standingOf(approval, reader.voter);
  const text = decisionText(decision, reader);
  if (decision.kind === 'decided') return numbered(place, text);
  const subject = subjectText(approval.request, reader.voice, LONGEST.action);
  return numbered(place, join([subject, ': ', oneLine(text)]));
}

function standingOf(approval: Approval, voter: Voter): Decision {
  if (approval.outcome !== undefined) {
    return { kind: isTheirs(approval, voter) ? 'decided' : 'already', approval };
  }
  const why = refusalOf(approval.request, voter, 'approve');
  return why === undefined ? { kind: 'voted', approval } : { kind: 'forbidden', why, approval };
}

function buttonRows(open: readonly Placed[], selection: Selection, { speak }: Voice): Button[][] {
  const { token, picked } = selection;
  const pickable = open.filter(({ approval }) => needsNoReason(approval, 'approve'));
  const toggles = pickable.map(({ place }): Button => {
    const isPicked = picked.includes(place);
    return {
      label: `${isPicked ? '☑' : '☐'} ${place + 1}`,
      action: writeSelectionAction({ kind: 'pick', token, place, isPicked: !isPicked }),
    };
  });
  if (toggles.length === 0) return [];
  const decide = (kind: Verdict, style: 'success' | 'danger'): Button[] => {
    const places = pickable
      .filter(({ approval, place }) => picked.includes(place) && needsNoReason(approval, kind))
      .map(({ place }) => place);
    const label = speak(`reply-approvals-${kind}`, { count: places.length }).text;
    return [{ label, action: writeSelectionAction({ kind, token, places }), style }];
  };
  return [...inRows(toggles), decide('approve', 'success'), decide('deny', 'danger')];
}

/** Whether it can be decided so without a word on why. */
function needsNoReason({ request }: Approval, verdict: Verdict): boolean {
  const { reasonRequired } = request.terms;
  return reasonRequired === 'none' || (reasonRequired === 'deny' && verdict === 'approve');
}

function inRows(buttons: readonly Button[]): Button[][] {
  const count = Math.ceil(buttons.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}
