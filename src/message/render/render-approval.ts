// A request as it stands: what is asked, by whom, until when; with buttons while it is open, with its
// outcome after. Whoever is offered to approve has the whole of it in the same chat: in this message, in
// further ones before it, or as a file before it.
import type { Approval } from '../../approvals/approval.ts';
import {
  actionBlock,
  approvalBody,
  type Extent,
  fits,
  hasRoomFor,
  type RequestTelling,
  SHORT,
  WHOLE,
} from '../approvals/approval-body.ts';
import { approvalButtons, type Buttons } from '../approvals/approval-buttons.ts';
import { requestFile } from '../approvals/approval-file.ts';
import { idText, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitted, split } from '../text/cut.ts';
import { revealedLine } from '../text/excerpt.ts';
import { reveal } from '../text/reveal.ts';
import { join, type RichText, styled } from '../text/rich-text.ts';

/** An action that needs more messages than this is a file. */
const MAX_PARTS = 3;
/** UTF-16 units of an action in one of them; the rest is its heading. */
const PART_UNITS = 3_900;
/** What the last message repeats of it. */
const BEGINNING_UNITS = 600;
const MAX_CHAT_UNITS = 60;
/** UTF-16 units of a context as JSON; blanks in a row become short, all else gets longer. */
const MAX_LAID_OUT = 50_000;

type ApprovalNotice = Extract<Notice, { kind: 'approval' }>;

/** The last message is the one that changes with the request; what comes before it never does. */
export function renderApproval(notice: ApprovalNotice, voice: Voice): Message[] {
  const { approval } = notice;
  if (approval.outcome !== undefined) return [{ body: settledBody(approval, voice), silent: true }];
  return openMessages(notice, voice);
}

function settledBody(approval: Approval, voice: Voice): RichText {
  const whole = wholeBody(approval, { voice });
  return whole ?? approvalBody(approval, SHORT, { voice });
}

/** `undefined` when it does not fit one message. */
function wholeBody(
  approval: Approval,
  saying: RequestTelling,
  extent = WHOLE,
): RichText | undefined {
  // What is far too long is not even laid out.
  if (JSON.stringify(approval.request.context).length > MAX_LAID_OUT) return undefined;
  const body = approvalBody(approval, extent, saying);
  return fits(body) ? body : undefined;
}

/** The ways to show it, the best first. */
function openMessages(notice: ApprovalNotice, voice: Voice): Message[] {
  const { approval, token, withoutFiles = false, withoutContext = false } = notice;
  const buttons = { token, version: approval.request.version };
  const notes = insteadNotes(notice, voice);
  const whole = withoutContext ? undefined : wholeBody(approval, { voice, notes });
  if (whole !== undefined) return [asked(whole, buttons, voice)];
  const parts = actionParts(approval, voice);
  if (parts.length <= MAX_PARTS && !withoutContext) {
    const inParts = voice.speak('approval-in-parts', { count: parts.length });
    const saying = { voice, notes: [inParts, ...notes] };
    const body = wholeBody(approval, saying, { ...WHOLE, action: BEGINNING_UNITS });
    if (body !== undefined) return [...parts, asked(body, buttons, voice)];
  }
  const canShow = !withoutFiles && !withoutContext;
  const beside = voice.speak(canShow ? 'approval-in-file' : 'approval-not-whole');
  const saying = { voice, notes: [beside, ...notes] };
  const wide: Extent = { ...SHORT, action: Infinity };
  const extent = hasRoomFor(approval, wide, saying) ? wide : SHORT;
  const body = fitted(approvalBody(approval, extent, saying));
  const files = canShow ? [requestFile(approval.request, voice)] : [];
  return [...files, asked(body, { ...buttons, mayApprove: canShow }, voice)];
}

function asked(body: RichText, buttons: Buttons, voice: Voice): Message {
  return { body, silent: false, buttons: approvalButtons(buttons, voice) };
}

function actionParts({ request }: Approval, voice: Voice): Message[] {
  const pieces = split(actionBlock(request), PART_UNITS);
  return pieces.map(({ text }, index) => {
    const at = { part: index + 1, parts: pieces.length, id: idText(request.id) };
    const piece = styled(withEndShown(text), { type: 'pre' });
    return { body: join([voice.speak('approval-part', at), piece], '\n'), silent: true };
  });
}

/** Telegram takes blanks off the end of a message; those inside a mark that goes on are none of the action. */
function withEndShown(piece: string): string {
  if (/⟨[^⟩]*$/.test(piece)) return piece;
  return piece.replace(/[ \t\n]+$/, (blanks) => reveal(blanks));
}

function insteadNotes({ insteadOf }: ApprovalNotice, { speak }: Voice): RichText[] {
  if (insteadOf === undefined) return [];
  return [speak('approval-instead', { chat: revealedLine(insteadOf, MAX_CHAT_UNITS) })];
}
