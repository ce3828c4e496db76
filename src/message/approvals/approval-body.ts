// The text of a request's message: in full, or shortened where the whole is shown beside it.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import { defined } from '../../runtime/defined.ts';
import { boldTitle, instantSpan, type Voice, withoutTail } from '../locale/voice.ts';
import { firstUnits, fitToMessage, MESSAGE_LIMIT } from '../text/cut.ts';
import { revealedCode, revealedExcerpt, revealedLine } from '../text/excerpt.ts';
import { reveal } from '../text/reveal.ts';
import { EMPTY, foldIfLong, join, plain, type RichText, styled } from '../text/rich-text.ts';
import { shortContext, shortDiff, wholeContext, wholeDiff } from './approval-context.ts';
import { deadlineLines, requesterText } from './approval-deadline.ts';
import { type RequestHeadline, requestHeadline, requestHeadlineText } from './approval-headline.ts';
import { outcomeLines } from './approval-outcome.ts';
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

export interface BodyOptions {
  readonly voice: Voice;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Lines that say what is shown elsewhere. */
  readonly notes?: readonly RichText[];
  /** In place of the first line that a request has by itself. */
  readonly title?: RichText;
  /** The terms are said elsewhere, for several at once. */
  readonly areTermsApart?: boolean;
}

/** The whole request as an item of a list, without blank lines. */
export function listedBody(
  approval: Approval,
  number: number,
  { isProjectKnown, ...options }: BodyOptions & { readonly isProjectKnown: boolean },
): RichText {
  const { request } = approval;
  const headline = requestHeadline(request, options.voice);
  const { ask } = headline;
  const shown = requestHeadlineText(isProjectKnown ? { ask } : headline, options.voice);
  const item = boldTitle(
    join([`${number}. `, shown]),
    isProjectKnown ? undefined : headline.project,
  );
  const { opening, circumstances, ids } = partsOf(approval, WHOLE, { ...options, title: item });
  const context = wholeContext(request.context, options.voice);
  return paragraph([opening, context, circumstances, wholeDiff(request.context), ids]);
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

/** What became of which action. */
export function briefBody(approval: Approval, voice: Voice): RichText {
  const { request } = approval;
  const headline = requestHeadline(request, voice);
  const first = title(approval, headline, voice);
  const rest = headline.isWhole.action ? [] : [action(request, SHORT.action)];
  return fitToMessage(
    paragraphs([paragraph(outcomeLines(approval, voice)), paragraph([first, ...rest])]),
  );
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
  /** What became of it; empty while it is pending. */
  readonly outcome: RichText;
  readonly opening: RichText;
  readonly context?: RichText;
  readonly circumstances: RichText;
  readonly diff?: RichText;
  readonly ids: RichText;
}

function partsOf(approval: Approval, extent: Extent, options: BodyOptions): Parts {
  const { request } = approval;
  const { voice, notes = [], areTermsApart = false } = options;
  const headline = requestHeadline(request, voice);
  const first = options.title ?? title(approval, headline, voice);
  return {
    outcome: paragraph(outcomeLines(approval, voice)),
    opening: paragraph([
      first,
      ...changed(request, voice),
      ...time(approval, extent, options),
      ...(headline.isWhole.action ? [] : [action(request, extent.action)]),
      ...notes,
      foldIfLong(revealedExcerpt(request.reason.trim(), extent.reason)),
    ]),
    circumstances: paragraph(circumstances(approval, headline, { extent, voice, areTermsApart })),
    ids: ids(request, headline, { extent, voice }),
  };
}

function joinParts(parts: Parts): RichText {
  const { outcome, opening, context = EMPTY, circumstances, diff = EMPTY, ids } = parts;
  return paragraphs([outcome, opening, paragraph([context, circumstances]), diff, ids]);
}

/** The context, cut to the room that is left, so that it displaces nothing else. */
function contextWithin(request: ApprovalRequest, rest: RichText, voice: Voice): RichText {
  const room = MESSAGE_LIMIT.units - rest.text.length - BLANK_LINE;
  const context = shortContext(request.context, Math.max(0, room), voice);
  const tooMany = context.spans[Math.max(0, MAX_SPANS - rest.spans.length)];
  return tooMany === undefined
    ? context
    : shortContext(request.context, Math.max(0, Math.min(room, tooMany.offset)), voice);
}

/** With an icon and in bold while it waits; below its outcome it is a line like others. */
function title({ outcome }: Approval, { ask, project }: RequestHeadline, voice: Voice): RichText {
  if (outcome !== undefined) return requestHeadlineText({ ask, ...defined({ project }) }, voice);
  return boldTitle(voice.speak('approval-headline-open', { ask, project }), project);
}

function changed({ version = 1, changedAt, requestedAt }: ApprovalRequest, voice: Voice) {
  if (version <= 1) return [];
  const at = changedAt === undefined ? undefined : instantSpan(changedAt, requestedAt, voice);
  return [voice.speak(at === undefined ? 'approval-changed-sometime' : 'approval-changed', { at })];
}

/** How much time is left, and who asked. */
function time({ request, outcome }: Approval, extent: Extent, { now, voice }: BodyOptions) {
  if (outcome === undefined) return deadlineLines(request, { now, who: extent.who }, voice);
  const who = requesterText(request, extent.who);
  return who === undefined ? [] : [voice.speak('approval-asked', { who })];
}

function action(request: ApprovalRequest, units: number): RichText {
  const { text } = firstUnits(plain(reveal(request.action)), units);
  const isLong = text.length > MAX_INLINE_UNITS || text.includes('\n');
  return styled({ text, spans: [] }, { type: isLong ? 'pre' : 'code' });
}

interface Shown extends Pick<BodyOptions, 'voice' | 'areTermsApart'> {
  readonly extent: Extent;
}

/** What the first line does not say in full, who voted, and while it is pending also the terms. */
function circumstances(
  approval: Approval,
  { isWhole }: RequestHeadline,
  { extent, voice, areTermsApart }: Shown,
): RichText[] {
  const { request, outcome } = approval;
  const { scope, stage } = request;
  const lines = [
    voice.speak('approval-details', {
      stage: isWhole.stage ? undefined : revealedLine(stage ?? '', extent.stage),
      scope: isWhole.scope ? undefined : revealedLine(scope, extent.scope),
    }),
    ...voteLines(approval, voice),
  ];
  if (outcome === undefined && !areTermsApart) lines.push(...termLines(request, voice));
  return [...lines, ...problemLines(request, voice)];
}

/** Where it belongs; its own id comes last. Of a UUID the first part, which commands accept. */
function ids(
  request: ApprovalRequest,
  { isWhole }: RequestHeadline,
  { extent, voice }: Shown,
): RichText {
  const { id, projectId, sessionId, jobId } = request;
  const code = (text: string | undefined) =>
    text === undefined
      ? undefined
      : styled(revealedCode(withoutTail(text), extent.id), { type: 'code' });
  return voice.speak('approval-ids', {
    project: isWhole.project ? undefined : code(projectId),
    session: code(sessionId),
    job: code(jobId),
    id: code(id),
  });
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
