// A request as it stands: what is asked, by whom, until when; with buttons while it is open, with
// its outcome after. What is decided on is never hidden silently.
import type { Approval, ApprovalRequest, Outcome } from '../approvals/approval.ts';
import { contextLines, diffBlock } from './approval-context.ts';
import { fitted, MESSAGE_LIMIT } from './cut.ts';
import { codeExcerpt, excerpt } from './excerpt.ts';
import type { Button, Message } from './message.ts';
import { APPROVAL_ACTION, type Notice } from './notice.ts';
import { join, type RichText, styled } from './rich-text.ts';
import { boldTitle, idText, instant, type Voice } from './voice.ts';

/** UTF-16 units; together with all the rest they leave room in one message. */
const LONGEST = { action: 1_500, inlineAction: 200, scope: 80, reason: 400, who: 64 } as const;

/** When a job's end withdraws its request, the reason is the state that it ended in. */
const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

export function renderApproval(
  { approval, token }: Extract<Notice, { kind: 'approval' }>,
  voice: Voice,
): Message[] {
  const { request, outcome } = approval;
  const asked = [
    paragraph([boldTitle(voice.speak('approval-title')), action(request), reason(request)]),
    paragraph([details(request, voice), ...contextLines(request.context, voice)]),
    paragraph(circumstances(approval, voice)),
  ];
  const settled = outcome === undefined ? [] : [outcomeText(outcome, request, voice)];
  const taken = paragraphs([...asked, ...settled]).text.length + '\n\n'.length;
  const diff = diffBlock(request.context, MESSAGE_LIMIT.units - taken, voice);
  const body = fitted(paragraphs([...asked, ...diff, ...settled]));
  if (outcome !== undefined) return [{ body, silent: true }];
  return [{ body, silent: false, buttons: [buttons(token, voice)] }];
}

function buttons(token: string, { speak }: Voice): Button[] {
  return [
    {
      label: speak('approval-button-approve').text,
      action: APPROVAL_ACTION.approve(token),
      style: 'success',
    },
    {
      label: speak('approval-button-deny').text,
      action: APPROVAL_ACTION.deny(token),
      style: 'danger',
    },
  ];
}

function action(request: ApprovalRequest): RichText {
  const text = codeExcerpt(request.action, LONGEST.action);
  const isLong = text.text.length > LONGEST.inlineAction || text.text.includes('\n');
  return styled(text, { type: isLong ? 'pre' : 'code' });
}

function reason(request: ApprovalRequest): RichText {
  return excerpt(request.reason, LONGEST.reason);
}

function details(request: ApprovalRequest, { speak }: Voice): RichText {
  const { scope, projectId, sessionId, jobId } = request;
  return speak('approval-details', {
    scope: scope === '' ? undefined : excerpt(scope, LONGEST.scope),
    project: projectId === undefined ? undefined : idText(projectId),
    session: sessionId === undefined ? undefined : idText(sessionId),
    job: jobId === undefined ? undefined : idText(jobId),
  });
}

/** Who asked, and until when there is time. */
function circumstances({ request, outcome }: Approval, voice: Voice): RichText[] {
  const { requestedBy, expiresAt, requestedAt, onTimeout } = request;
  const lines: RichText[] = [];
  if (requestedBy !== undefined) {
    const who = nameText(requestedBy.name ?? requestedBy.id);
    lines.push(voice.speak('approval-asked', { who }));
  }
  if (expiresAt !== undefined && outcome === undefined) {
    const key = onTimeout === 'expire' ? 'approval-expires' : `approval-expires-${onTimeout}`;
    lines.push(voice.speak(key, { at: instant(expiresAt, requestedAt, voice) }));
  }
  return lines;
}

function outcomeText(outcome: Outcome, request: ApprovalRequest, voice: Voice): RichText {
  const { by, at } = outcome;
  const said = outcome.reason?.trim() ?? '';
  return voice.speak(outcomeKey(outcome), {
    at: instant(at, request.requestedAt, voice),
    who: by === undefined ? undefined : nameText(by.name === '' ? by.id : by.name),
    via: by?.via === 'web' || by?.via === 'cli' ? voice.speak(`approval-via-${by.via}`) : undefined,
    reason: said === '' ? undefined : excerpt(said, LONGEST.reason),
  });
}

/** A timeout or a rule is told as automatic, never as a person. */
function outcomeKey({ status, by, reason }: Outcome): string {
  switch (status) {
    case 'approved':
    case 'denied':
      if (by === undefined) return `approval-${status}-unnamed`;
      return by.via === 'timeout' || by.via === 'policy'
        ? `approval-${status}-${by.via}`
        : `approval-${status}`;
    case 'expired':
      return 'approval-expired';
    case 'canceled':
      if (by !== undefined) return 'approval-canceled-by';
      if (reason === undefined) return 'approval-canceled';
      return ENDS.has(reason) ? `approval-canceled-${reason}` : 'approval-canceled-because';
  }
}

function nameText(name: string): RichText {
  return excerpt(name, LONGEST.who);
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
