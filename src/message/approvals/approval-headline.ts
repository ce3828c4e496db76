// The first line of a request, which is all that a lock screen shows: what is asked, what for, and in which project.
import type { ApprovalRequest } from '../../approvals/approval.ts';
import type { Voice } from '../locale/voice.ts';
import { revealedCode, revealedLine } from '../text/excerpt.ts';
import { revealLine } from '../text/reveal.ts';
import { EMPTY, join, type RichText, styled } from '../text/rich-text.ts';
import { isGateOnly } from './approval-subject.ts';

/** UTF-16 units, with the icon: what lock screens show. */
const MAX_UNITS = 60;
const ICON_UNITS = '⚠️ '.length;
const BETWEEN_UNITS = ' · '.length;
const MAX_SCOPE_UNITS = 16;
const MAX_STAGE_UNITS = 14;
const MAX_PROJECT_UNITS = 18;
/** Less than this of it says nothing. */
const MIN_SUBJECT_UNITS = 12;
/** Of a text of which a few words are shown. */
const MAX_LOOKED_AT = 500;
const GATE_SCOPE = 'gate';

export interface RequestHeadline {
  /** `Push? Fix the checkout`; without the project. */
  readonly ask: RichText;
  readonly project?: RichText;
  /** What the line shows in full, so that it need not be said again. */
  readonly isWhole: {
    readonly action: boolean;
    readonly scope: boolean;
    readonly stage: boolean;
    readonly project: boolean;
  };
}

/** One line of at most 60 UTF-16 units, with an icon before it. */
export function requestHeadline(request: ApprovalRequest, voice: Voice): RequestHeadline {
  const { scope, stage, projectId, title = '' } = request;
  const question = questionOf(request, voice);
  const project =
    projectId === undefined ? undefined : beginning(projectId, MAX_PROJECT_UNITS - 1, revealedLine);
  const besides =
    ICON_UNITS +
    question.text.length +
    ' '.length +
    (project === undefined ? 0 : BETWEEN_UNITS + project.text.length);
  const room = MAX_UNITS - besides;
  const [firstLine = ''] = title.trim().split('\n');
  const action = isGateOnly(request) ? '' : request.action;
  const subject = subjectWithin(room, firstLine, action);
  return {
    ask: join(
      [question, subject].filter(({ text }) => text !== ''),
      ' ',
    ),
    ...(project === undefined ? {} : { project }),
    isWhole: {
      action: action === '' || (firstLine === '' && isPlainWithin(action, subject.text.length + 1)),
      scope: hasNoScope(request) || (stage === undefined && isPlainWithin(scope, MAX_SCOPE_UNITS)),
      stage: stage === undefined || isPlainWithin(stage, MAX_STAGE_UNITS),
      project: projectId === undefined || isPlainWithin(projectId, MAX_PROJECT_UNITS),
    },
  };
}

/** The title of the job, else the action. */
function subjectWithin(room: number, title: string, action: string): RichText {
  if (room < MIN_SUBJECT_UNITS) return EMPTY;
  return title === ''
    ? styled(beginning(action, room - 1, revealedCode), { type: 'code' })
    : beginning(title, room - 1, revealedLine);
}

/** The same as of the whole text, which may be long, without looking through all of it. */
function beginning(text: string, units: number, show: typeof revealedLine): RichText {
  const head = text.slice(0, MAX_LOOKED_AT);
  const shown = show(head, units);
  return head === text || shown.text.endsWith('…') ? shown : join([shown, '…']);
}

/** Of a request that is decided, or as a line of a list: without an icon. */
export function requestHeadlineText(
  { ask, project }: Pick<RequestHeadline, 'ask' | 'project'>,
  { speak }: Voice,
): RichText {
  return speak('approval-headline', { ask, project });
}

/** `Push?`, `Continue after stage script?`, or `Approve?`. */
function questionOf(request: ApprovalRequest, { speak, locale }: Voice): RichText {
  const { stage, scope } = request;
  if (stage !== undefined) {
    const shown = beginning(stage, MAX_STAGE_UNITS - 1, revealedCode);
    return speak('approval-ask-gate', { stage: styled(shown, { type: 'code' }) });
  }
  if (hasNoScope(request)) return speak('approval-ask');
  const shown = beginning(scope.trim(), MAX_SCOPE_UNITS - 1, revealedLine);
  // A bare `Secrets?` would not say what is asked.
  if (saysNothingElse(request)) return speak('approval-ask-only-scope', { scope: shown });
  const { text, spans } = shown;
  const [first = ''] = text;
  const upper = first.toLocaleUpperCase(locale);
  const capital = upper.length === first.length ? upper : first;
  return speak('approval-ask-scope', {
    scope: { text: capital + text.slice(first.length), spans },
  });
}

function saysNothingElse({ title = '', action }: ApprovalRequest): boolean {
  return title.trim() === '' && action.trim() === '';
}

function hasNoScope({ stage, scope }: ApprovalRequest): boolean {
  return scope.trim() === '' || (stage !== undefined && scope === GATE_SCOPE);
}

function isPlainWithin(text: string, units: number): boolean {
  // A long text is not worth looking through.
  return text.length < units && text.trim() === text && revealLine(text) === text;
}
