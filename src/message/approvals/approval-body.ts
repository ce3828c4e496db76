// The text of a request's message: in full, or shortened where the whole is shown beside it.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import { boldTitle, instantSpan, type Voice } from '../locale/voice.ts';
import { firstUnits, fitToMessage, MESSAGE_LIMIT } from '../text/cut.ts';
import { revealedCode, revealedExcerpt, revealedLine } from '../text/excerpt.ts';
import { reveal } from '../text/reveal.ts';
import { EMPTY, join, plain, type RichText, styled } from '../text/rich-text.ts';
import { shortContext, shortDiff, wholeContext, wholeDiff } from './approval-context.ts';
import { outcomeLines } from './approval-outcome.ts';
import { gateText, isGateOnly } from './approval-subject.ts';
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

/** Longer actions become a block of code. */
const MAX_INLINE_UNITS = 200;
/** Least room for the context. */
const MIN_CONTEXT_UNITS = 300;
const BLANK_LINE = '\n\n'.length;
/** One is reserved for the diff. */
const MAX_SPANS = MESSAGE_LIMIT.spans - 1;
const GATE_SCOPE = 'gate';

export interface BodyOptions {
  readonly voice: Voice;
  /** Lines that say what is shown elsewhere. */
  readonly notes?: readonly RichText[];
}

/** May not fit a message; only context and diff are cut to the room that is left. */
export function approvalBody(approval: Approval, extent: Extent, options: BodyOptions): RichText {
  const { context } = approval.request;
  const parts = partsOf(approval, extent, options);
  if (extent.isContextWhole) {
    const whole = wholeContext(context, options.voice);
    return joinParts({ ...parts, context: whole, diff: wholeDiff(context) });
  }
  const shown = contextWithin(approval.request, joinParts(parts), options.voice);
  const used = joinParts({ ...parts, context: shown }).text.length + BLANK_LINE;
  const diff = shortDiff(context, MESSAGE_LIMIT.units - used, options.voice);
  return fitToMessage(joinParts({ ...parts, context: shown, diff }));
}

/** Whether all but context and diff fits one message, with some room left for these. */
export function hasRoomFor(approval: Approval, extent: Extent, options: BodyOptions): boolean {
  const rest = joinParts(partsOf(approval, extent, options));
  return fits({ ...rest, text: rest.text.padEnd(rest.text.length + MIN_CONTEXT_UNITS) });
}

export function fits({ text, spans }: RichText): boolean {
  return text.length <= MESSAGE_LIMIT.units && spans.length <= MESSAGE_LIMIT.spans;
}

/** The action as a block of code. */
export function actionBlock({ action }: Pick<ApprovalRequest, 'action'>): RichText {
  return styled(plain(reveal(action)), { type: 'pre' });
}

interface Parts {
  readonly opening: RichText;
  readonly details: RichText;
  readonly context?: RichText;
  readonly circumstances: RichText;
  readonly diff?: RichText;
  readonly outcome: RichText;
}

function partsOf(approval: Approval, extent: Extent, { voice, notes = [] }: BodyOptions): Parts {
  const { request } = approval;
  return {
    opening: paragraph([
      title(approval, voice),
      ...changed(request, voice),
      ...subject(request, extent, voice),
      ...notes,
      styled(revealedExcerpt(request.reason.trim(), extent.reason), { type: 'quote' }),
    ]),
    details: details(request, extent, voice),
    circumstances: paragraph(circumstances(approval, extent, voice)),
    outcome: paragraph(outcomeLines(approval, voice)),
  };
}

function joinParts(parts: Parts): RichText {
  const { opening, details, context = EMPTY, circumstances, diff = EMPTY, outcome } = parts;
  return paragraphs([opening, paragraph([details, context]), circumstances, diff, outcome]);
}

/** The context, cut to the room that is left, so that it never displaces the outcome. */
function contextWithin(request: ApprovalRequest, rest: RichText, voice: Voice): RichText {
  const room = MESSAGE_LIMIT.units - rest.text.length - BLANK_LINE;
  const context = shortContext(request.context, Math.max(0, room), voice);
  const tooMany = context.spans[Math.max(0, MAX_SPANS - rest.spans.length)];
  return tooMany === undefined
    ? context
    : shortContext(request.context, Math.max(0, Math.min(room, tooMany.offset)), voice);
}

/** Struck through once the request is settled. */
function title({ outcome }: Approval, { speak }: Voice): RichText {
  const text = speak('approval-title');
  return outcome === undefined ? boldTitle(text) : styled(text, { type: 'strikethrough' });
}

function changed({ version = 1, changedAt, requestedAt }: ApprovalRequest, voice: Voice) {
  if (version <= 1) return [];
  const at = changedAt === undefined ? undefined : instantSpan(changedAt, requestedAt, voice);
  return [voice.speak(at === undefined ? 'approval-changed-sometime' : 'approval-changed', { at })];
}

/** The action, preceded by its gate if there is one. */
function subject(request: ApprovalRequest, extent: Extent, voice: Voice): RichText[] {
  const gate = gateText(request, voice, extent.stage);
  const gates = gate === undefined ? [] : [gate];
  return isGateOnly(request) ? gates : [...gates, action(request, extent.action)];
}

function action(request: ApprovalRequest, units: number): RichText {
  const { text } = firstUnits(plain(reveal(request.action)), units);
  const isLong = text.length > MAX_INLINE_UNITS || text.includes('\n');
  return styled({ text, spans: [] }, { type: isLong ? 'pre' : 'code' });
}

function details(request: ApprovalRequest, extent: Extent, { speak }: Voice): RichText {
  const { scope, stage, projectId, sessionId, jobId } = request;
  const isRedundant = scope === '' || (stage !== undefined && scope === GATE_SCOPE);
  const id = (text: string | undefined) =>
    text === undefined ? undefined : styled(revealedCode(text, extent.id), { type: 'code' });
  return speak('approval-details', {
    scope: isRedundant ? undefined : revealedLine(scope, extent.scope),
    project: id(projectId),
    session: id(sessionId),
    job: id(jobId),
  });
}

/** Who asked and who voted; while it is pending, also the terms and the deadline. */
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
