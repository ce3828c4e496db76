// A request as it stands: what is asked, by whom, until when; with buttons while it is open, with
// its outcome after. What is decided on is never hidden silently.
import type { Approval, ApprovalRequest } from '../approvals/approval.ts';
import { contextLines, diffBlock } from './approval-context.ts';
import { outcomeLines } from './approval-outcome.ts';
import { gateText, isGateAlone } from './approval-subject.ts';
import { termLines } from './approval-terms.ts';
import { voteLines } from './approval-votes.ts';
import { fitted, MESSAGE_LIMIT, shorten } from './cut.ts';
import { codeExcerpt, excerpt } from './excerpt.ts';
import type { Button, Message } from './message.ts';
import { APPROVAL_ACTION, type Notice } from './notice.ts';
import { EMPTY, join, type RichText, styled } from './rich-text.ts';
import { boldTitle, idText, instant, type Voice } from './voice.ts';

/** UTF-16 units; together with all the rest they leave room in one message. */
const LONGEST = { action: 1_500, inlineAction: 200, scope: 80, reason: 400, who: 64 } as const;
const BLANK_LINE = '\n\n'.length;
/** Left free for the format of a diff. */
const MOST_SPANS = MESSAGE_LIMIT.spans - 1;
const GATE_SCOPE = 'gate';

export function renderApproval(
  { approval, token }: Extract<Notice, { kind: 'approval' }>,
  voice: Voice,
): Message[] {
  const { request, outcome } = approval;
  const parts: Parts = {
    asked: paragraph([
      title(approval, voice),
      ...subject(request, voice),
      excerpt(request.reason, LONGEST.reason),
    ]),
    details: details(request, voice),
    circumstances: paragraph(circumstances(approval, voice)),
    settled: paragraph(outcomeLines(approval, voice)),
  };
  const context = contextWithin(request, assembled(parts), voice);
  const taken = assembled({ ...parts, context }).text.length + BLANK_LINE;
  const [diff = EMPTY] = diffBlock(request.context, MESSAGE_LIMIT.units - taken, voice);
  const body = fitted(assembled({ ...parts, context, diff }));
  if (outcome !== undefined) return [{ body, silent: true }];
  return [{ body, silent: false, buttons: buttons({ token, version: request.version }, voice) }];
}

interface Parts {
  readonly asked: RichText;
  readonly details: RichText;
  readonly context?: RichText;
  readonly circumstances: RichText;
  readonly diff?: RichText;
  readonly settled: RichText;
}

function assembled(parts: Parts): RichText {
  const { asked, details, context = EMPTY, circumstances, diff = EMPTY, settled } = parts;
  return paragraphs([asked, paragraph([details, context]), circumstances, diff, settled]);
}

/** The context, in what the rest leaves of the message: the outcome is never what does not fit. */
function contextWithin(request: ApprovalRequest, rest: RichText, voice: Voice): RichText {
  const [context = EMPTY] = contextLines(request.context, voice);
  const units = MESSAGE_LIMIT.units - rest.text.length - BLANK_LINE;
  const tooMany = context.spans[Math.max(0, MOST_SPANS - rest.spans.length)];
  return shorten(context, Math.max(0, Math.min(units, tooMany?.offset ?? units)));
}

function buttons(
  { token, version }: { readonly token: string; readonly version: number },
  { speak }: Voice,
): Button[][] {
  const button = (action: keyof typeof APPROVAL_BUTTONS) => ({
    label: speak(APPROVAL_BUTTONS[action]).text,
    action: APPROVAL_ACTION[action](token, version),
  });
  return [
    [
      { ...button('approve'), style: 'success' },
      { ...button('deny'), style: 'danger' },
    ],
    [button('denyWithReason')],
  ];
}

const APPROVAL_BUTTONS = {
  approve: 'approval-button-approve',
  deny: 'approval-button-deny',
  denyWithReason: 'approval-button-reason',
} as const;

/** Struck through as soon as none is needed any more. */
function title({ outcome }: Approval, { speak }: Voice): RichText {
  const text = speak('approval-title');
  return outcome === undefined ? boldTitle(text) : styled(text, { type: 'strikethrough' });
}

/** What is to be done; of a gate, first which one it is. */
function subject(request: ApprovalRequest, voice: Voice): RichText[] {
  const gate = gateText(request, voice);
  const gates = gate === undefined ? [] : [gate];
  return isGateAlone(request) ? gates : [...gates, action(request)];
}

function action(request: ApprovalRequest): RichText {
  const text = codeExcerpt(request.action, LONGEST.action);
  const isLong = text.text.length > LONGEST.inlineAction || text.text.includes('\n');
  return styled(text, { type: isLong ? 'pre' : 'code' });
}

function details(request: ApprovalRequest, { speak }: Voice): RichText {
  const { scope, stage, projectId, sessionId, jobId } = request;
  const isSaid = scope === '' || (stage !== undefined && scope === GATE_SCOPE);
  return speak('approval-details', {
    scope: isSaid ? undefined : excerpt(scope, LONGEST.scope),
    project: projectId === undefined ? undefined : idText(projectId),
    session: sessionId === undefined ? undefined : idText(sessionId),
    job: jobId === undefined ? undefined : idText(jobId),
  });
}

/** Who asked, who voted, and what is still to be known while there is time. */
function circumstances(approval: Approval, voice: Voice): RichText[] {
  const { request, outcome } = approval;
  const { requestedBy } = request;
  const lines: RichText[] = [];
  if (requestedBy !== undefined) {
    const who = excerpt(requestedBy.name ?? requestedBy.id ?? '', LONGEST.who);
    lines.push(voice.speak('approval-asked', { who }));
  }
  lines.push(...voteLines(approval, voice));
  if (outcome === undefined) lines.push(...termLines(request, voice), ...deadline(request, voice));
  return lines;
}

function deadline(request: ApprovalRequest, voice: Voice): RichText[] {
  const { expiresAt, requestedAt, onTimeout } = request;
  if (expiresAt === undefined) return [];
  const key = onTimeout === 'expire' ? 'approval-expires' : `approval-expires-${onTimeout}`;
  return [voice.speak(key, { at: instant(expiresAt, requestedAt, voice) })];
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
