// What the message of a request says: in full, or shortened where the whole is shown beside it.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import { boldTitle, instantSpan, type Voice } from '../locale/voice.ts';
import { first, fitted, MESSAGE_LIMIT } from '../text/cut.ts';
import { revealedCode, revealedExcerpt, revealedLine } from '../text/excerpt.ts';
import { reveal } from '../text/reveal.ts';
import { EMPTY, join, plain, type RichText, styled } from '../text/rich-text.ts';
import { shortContext, shortDiff, wholeContext, wholeDiff } from './approval-context.ts';
import { outcomeLines } from './approval-outcome.ts';
import { gateText, isGateAlone } from './approval-subject.ts';
import { problemLines, termLines } from './approval-terms.ts';
import { voteLines } from './approval-votes.ts';

/** How much of each part is shown; UTF-16 units. */
export interface Extent {
  readonly action: number;
  readonly stage: number;
  readonly scope: number;
  readonly reason: number;
  readonly who: number;
  readonly id: number;
  /** Whether context and diff are shown in full, whatever room there is. */
  readonly isContextWhole: boolean;
}

export const WHOLE: Extent = {
  ...{ action: Infinity, stage: Infinity, scope: Infinity, reason: Infinity },
  ...{ who: Infinity, id: Infinity, isContextWhole: true },
};
export const SHORT: Extent = {
  ...{ action: 1_500, stage: 80, scope: 80, reason: 400, who: 64, id: 80, isContextWhole: false },
};

/** Up to here an action is code within a line; beyond, a block. */
const MAX_INLINE_UNITS = 200;
/** Kept for the context, where the rest leaves that much. */
const MIN_CONTEXT_UNITS = 300;
const BLANK_LINE = '\n\n'.length;
/** Left free for the format of a diff. */
const MAX_SPANS = MESSAGE_LIMIT.spans - 1;
const GATE_SCOPE = 'gate';

export interface RequestTelling {
  readonly voice: Voice;
  /** Lines of its own about what is shown where. */
  readonly notes?: readonly RichText[];
}

/** As it is, whether it fits a message or not, but for context and diff, which are cut to what is left. */
export function approvalBody(approval: Approval, extent: Extent, saying: RequestTelling): RichText {
  const { context } = approval.request;
  const parts = partsOf(approval, extent, saying);
  if (extent.isContextWhole) {
    const whole = wholeContext(context, saying.voice);
    return assembled({ ...parts, context: whole, diff: wholeDiff(context) });
  }
  const shown = contextWithin(approval.request, assembled(parts), saying.voice);
  const taken = assembled({ ...parts, context: shown }).text.length + BLANK_LINE;
  const diff = shortDiff(context, MESSAGE_LIMIT.units - taken, saying.voice);
  return fitted(assembled({ ...parts, context: shown, diff }));
}

/** Whether everything but context and diff has room in one message, with some left for these. */
export function hasRoomFor(approval: Approval, extent: Extent, saying: RequestTelling): boolean {
  const rest = assembled(partsOf(approval, extent, saying));
  return fits({ ...rest, text: rest.text.padEnd(rest.text.length + MIN_CONTEXT_UNITS) });
}

export function fits({ text, spans }: RichText): boolean {
  return text.length <= MESSAGE_LIMIT.units && spans.length <= MESSAGE_LIMIT.spans;
}

/** What is to be done, as a block. */
export function actionBlock({ action }: Pick<ApprovalRequest, 'action'>): RichText {
  return styled(plain(reveal(action)), { type: 'pre' });
}

interface Parts {
  readonly asked: RichText;
  readonly details: RichText;
  readonly context?: RichText;
  readonly circumstances: RichText;
  readonly diff?: RichText;
  readonly settled: RichText;
}

function partsOf(approval: Approval, extent: Extent, { voice, notes = [] }: RequestTelling): Parts {
  const { request } = approval;
  return {
    asked: paragraph([
      title(approval, voice),
      ...changed(request, voice),
      ...subject(request, extent, voice),
      ...notes,
      styled(revealedExcerpt(request.reason.trim(), extent.reason), { type: 'quote' }),
    ]),
    details: details(request, extent, voice),
    circumstances: paragraph(circumstances(approval, extent, voice)),
    settled: paragraph(outcomeLines(approval, voice)),
  };
}

function assembled(parts: Parts): RichText {
  const { asked, details, context = EMPTY, circumstances, diff = EMPTY, settled } = parts;
  return paragraphs([asked, paragraph([details, context]), circumstances, diff, settled]);
}

/** The context, in what the rest leaves of the message: the outcome is never what does not fit. */
function contextWithin(request: ApprovalRequest, rest: RichText, voice: Voice): RichText {
  const room = MESSAGE_LIMIT.units - rest.text.length - BLANK_LINE;
  const context = shortContext(request.context, Math.max(0, room), voice);
  const tooMany = context.spans[Math.max(0, MAX_SPANS - rest.spans.length)];
  return tooMany === undefined
    ? context
    : shortContext(request.context, Math.max(0, Math.min(room, tooMany.offset)), voice);
}

/** Struck through as soon as none is needed any more. */
function title({ outcome }: Approval, { speak }: Voice): RichText {
  const text = speak('approval-title');
  return outcome === undefined ? boldTitle(text) : styled(text, { type: 'strikethrough' });
}

function changed({ version = 1, changedAt, requestedAt }: ApprovalRequest, voice: Voice) {
  if (version <= 1) return [];
  const at = changedAt === undefined ? undefined : instantSpan(changedAt, requestedAt, voice);
  return [voice.speak(at === undefined ? 'approval-changed-sometime' : 'approval-changed', { at })];
}

/** What is to be done; of a gate, first which one it is. */
function subject(request: ApprovalRequest, extent: Extent, voice: Voice): RichText[] {
  const gate = gateText(request, voice, extent.stage);
  const gates = gate === undefined ? [] : [gate];
  return isGateAlone(request) ? gates : [...gates, action(request, extent.action)];
}

function action(request: ApprovalRequest, units: number): RichText {
  const { text } = first(plain(reveal(request.action)), units);
  const isLong = text.length > MAX_INLINE_UNITS || text.includes('\n');
  return styled({ text, spans: [] }, { type: isLong ? 'pre' : 'code' });
}

function details(request: ApprovalRequest, extent: Extent, { speak }: Voice): RichText {
  const { scope, stage, projectId, sessionId, jobId } = request;
  const isSaid = scope === '' || (stage !== undefined && scope === GATE_SCOPE);
  const id = (text: string | undefined) =>
    text === undefined ? undefined : styled(revealedCode(text, extent.id), { type: 'code' });
  return speak('approval-details', {
    scope: isSaid ? undefined : revealedLine(scope, extent.scope),
    project: id(projectId),
    session: id(sessionId),
    job: id(jobId),
  });
}

/** Who asked, who voted, and what is still to be known while there is time. */
function circumstances(approval: Approval, extent: Extent, voice: Voice): RichText[] {
  const { request, outcome } = approval;
  const { requestedBy } = request;
  const lines: RichText[] = [];
  if (requestedBy !== undefined) {
    const who = revealedLine(requestedBy.name ?? requestedBy.id ?? '', extent.who);
    lines.push(voice.speak('approval-asked', { who }));
  }
  lines.push(...voteLines(approval, voice));
  if (outcome === undefined) lines.push(...termLines(request, voice), ...deadline(request, voice));
  lines.push(...problemLines(request, voice));
  return lines;
}

function deadline(request: ApprovalRequest, voice: Voice): RichText[] {
  const { expiresAt, requestedAt, onTimeout } = request;
  if (expiresAt === undefined) return [];
  const key = onTimeout === 'expire' ? 'approval-expires' : `approval-expires-${onTimeout}`;
  return [voice.speak(key, { at: instantSpan(expiresAt, requestedAt, voice) })];
}

function paragraph(lines: readonly RichText[]): RichText {
  return join(
    lines.filter((line) => line.text !== ''),
    '\n',
  );
}

function paragraphs(parts: readonly RichText[]): RichText {
  return join(
    parts.filter((part) => part.text !== ''),
    '\n\n',
  );
}
