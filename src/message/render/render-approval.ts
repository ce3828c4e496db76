// Renders a request: what is asked, by whom, until when; with buttons while it is pending, then with its
// outcome. Approving is only offered where the chat shows all of it: in this message, in parts before it,
// or as a file before it.
import type { Approval } from '../../approvals/approval.ts';
import {
  actionBlock,
  approvalBody,
  type BodyOptions,
  briefBody,
  type Extent,
  fits,
  hasRoomFor,
  SHORT,
  WHOLE,
} from '../approvals/approval-body.ts';
import { approvalButtons, type Buttons } from '../approvals/approval-buttons.ts';
import { requestFile } from '../approvals/approval-file.ts';
import { stopButton } from '../approvals/standing-text.ts';
import { idText, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage, split } from '../text/cut.ts';
import { revealedLine } from '../text/excerpt.ts';
import { reveal } from '../text/reveal.ts';
import { join, type RichText, styled } from '../text/rich-text.ts';

/** An action that needs more messages than this becomes a file. */
const MAX_PARTS = 3;
/** UTF-16 units of the action in each; the rest is for a heading. */
const PART_UNITS = 3_900;
/** How much of the action the last message repeats. */
const EXCERPT_UNITS = 600;
const MAX_CHAT_UNITS = 60;
/** UTF-16 units of JSON; a longer context never fits, since only runs of blanks become shorter. */
const MAX_CONTEXT_UNITS = 50_000;

type ApprovalNotice = Extract<Notice, { kind: 'approval' }>;

/** Only the last message changes with the request. */
export function renderApproval(notice: ApprovalNotice, voice: Voice): Message[] {
  const { approval } = notice;
  if (approval.outcome === undefined) return openMessages(notice, voice);
  const body = settledBody(notice, voice);
  return [{ body, silent: true, ...stopButtons(notice, voice) }];
}

function stopButtons({ stops: id }: ApprovalNotice, { speak }: Voice): Pick<Message, 'buttons'> {
  if (id === undefined) return {};
  return { buttons: [[stopButton({ id, place: 'card' }, speak('standing-stop'))]] };
}

function settledBody({ approval, now, isRepeat }: ApprovalNotice, voice: Voice): RichText {
  if (isRepeat === true) return briefBody(approval, voice);
  const whole = wholeBody(approval, { voice, now });
  return whole ?? approvalBody(approval, SHORT, { voice, now });
}

/** `undefined` when it does not fit one message. */
function wholeBody(approval: Approval, options: BodyOptions, extent = WHOLE): RichText | undefined {
  // Saves laying out what is far too long.
  if (JSON.stringify(approval.request.context).length > MAX_CONTEXT_UNITS) return undefined;
  const body = approvalBody(approval, extent, options);
  return fits(body) ? body : undefined;
}

/** The best way to show it that fits: whole, in parts, or with a file. */
function openMessages(notice: ApprovalNotice, voice: Voice): Message[] {
  const { approval, token, now, withoutFiles = false, withoutContext = false } = notice;
  const { version, terms } = approval.request;
  const buttons = { token, version, standing: terms.standing };
  const notes = insteadNotes(notice, voice);
  const whole = withoutContext ? undefined : wholeBody(approval, { voice, now, notes });
  if (whole !== undefined) return [requestMessage(whole, buttons, voice)];
  const parts = actionParts(approval, voice);
  if (parts.length <= MAX_PARTS && !withoutContext) {
    const inParts = voice.speak('approval-in-parts', { count: parts.length });
    const options = { voice, now, notes: [inParts, ...notes] };
    const body = wholeBody(approval, options, { ...WHOLE, action: EXCERPT_UNITS });
    if (body !== undefined) return [...parts, requestMessage(body, buttons, voice)];
  }
  const canShow = !withoutFiles && !withoutContext;
  const note = voice.speak(canShow ? 'approval-in-file' : 'approval-not-whole');
  const options = { voice, now, notes: [note, ...notes] };
  const wide: Extent = { ...SHORT, action: Infinity };
  const extent = hasRoomFor(approval, wide, options) ? wide : SHORT;
  const body = fitToMessage(approvalBody(approval, extent, options));
  const files = canShow ? [requestFile(approval.request, voice)] : [];
  return [...files, requestMessage(body, { ...buttons, mayApprove: canShow }, voice)];
}

function requestMessage(body: RichText, buttons: Buttons, voice: Voice): Message {
  return { body, silent: false, buttons: approvalButtons(buttons, voice) };
}

function actionParts({ request }: Approval, voice: Voice): Message[] {
  const pieces = split(actionBlock(request), PART_UNITS);
  return pieces.map(({ text }, index) => {
    const at = { part: index + 1, parts: pieces.length, id: idText(request.id) };
    const piece = styled(withVisibleEnd(text), { type: 'pre' });
    return { body: join([voice.speak('approval-part', at), piece], '\n'), silent: true };
  });
}

/** Telegram trims blanks at the end of a message. Those in the middle of a mark are not the action's. */
function withVisibleEnd(piece: string): string {
  if (/⟨[^⟩]*$/.test(piece)) return piece;
  return piece.replace(/[ \t\n]+$/, (blanks) => reveal(blanks));
}

function insteadNotes({ insteadOf }: ApprovalNotice, { speak }: Voice): RichText[] {
  if (insteadOf === undefined) return [];
  return [speak('approval-instead', { chat: revealedLine(insteadOf, MAX_CHAT_UNITS) })];
}
