// The list of standing approvals: what was approved in advance, by whom, until when, and how often that was used;
// with a button for each that the reader may stop.
import type { StandingApproval } from '../../approvals/standing/standing.ts';
import type { InForce } from '../../approvals/standing/standing-store.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import { likeText, stopButton } from '../../message/approvals/standing-text.ts';
import { instantSpan, shortId, type Voice } from '../../message/locale/voice.ts';
import type { Button, Message } from '../../message/message.ts';
import { fitToMessage } from '../../message/text/cut.ts';
import { revealedCode, revealedLine } from '../../message/text/excerpt.ts';
import { join, plain, type RichText, styled } from '../../message/text/rich-text.ts';

export interface ListedStanding extends InForce {
  /** Whether the reader may stop it. */
  readonly isStoppable: boolean;
}

interface Reader {
  readonly voice: Voice;
  /** Epoch milliseconds; another day is shown with its date. */
  readonly now: number;
}

const MAX_LISTED = 10;
const BUTTONS_A_ROW = 5;
const MAX_UNITS = { action: 100, scope: 60, project: 40, who: 32 } as const;

export function standingList(
  listed: readonly ListedStanding[],
  reader: Reader,
): Pick<Message, 'body' | 'buttons'> {
  const { speak } = reader.voice;
  if (listed.length === 0) return { body: speak('standing-none') };
  const shown = listed.slice(0, MAX_LISTED);
  const count = listed.length - shown.length;
  const buttons = shown.flatMap(({ standing: { id }, isStoppable }, at) =>
    isStoppable ? [stopButton({ id, place: 'list' }, plain(`⏹ ${at + 1}`))] : [],
  );
  const lines = [
    styled(speak('standing-title'), { type: 'bold' }),
    ...shown.map((one, at) => join([`${at + 1}. `, itemText(one, reader)])),
    ...(count > 0 ? [speak('reply-more', { count })] : []),
    ...(buttons.length > 0 ? [speak('standing-how')] : []),
  ];
  const body = fitToMessage(join(lines, '\n'));
  return buttons.length === 0 ? { body } : { body, buttons: inRows(buttons) };
}

function itemText({ standing, uses }: InForce, { voice, now }: Reader): RichText {
  const { by, until, projectId, requestScope } = standing;
  return voice.speak(`standing-item-${standing.scope}`, {
    action: actionText(standing, voice),
    scope: requestScope === '' ? undefined : revealedLine(requestScope, MAX_UNITS.scope),
    project: projectId === undefined ? undefined : code(projectId),
    within: withinText(standing),
    who: revealedLine(by.name.trim() || by.id, MAX_UNITS.who),
    until: instantSpan(until, new Date(now).toISOString(), voice),
    count: uses,
  });
}

/** The pattern, or the only action that it counts for. */
function actionText(standing: StandingApproval, voice: Voice): RichText {
  const { approvalId: id, requestScope: scope, action, stage = '', pattern } = standing;
  if (pattern !== undefined) return likeText({ pattern }, voice);
  const subject = { id, scope, action, ...(stage === '' ? {} : { stage }) };
  return subjectText(subject, voice, MAX_UNITS.action);
}

function withinText({ scope, sessionId, jobId }: StandingApproval): RichText | undefined {
  const id = { session: sessionId, job: jobId, project: undefined }[scope];
  return id === undefined ? undefined : shortId(id);
}

function code(text: string): RichText {
  return styled(revealedCode(text, MAX_UNITS.project), { type: 'code' });
}

function inRows(buttons: readonly Button[]): Button[][] {
  const count = Math.ceil(buttons.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}
