// The outcome of a request: who decided, when and why, and whether its job picked it up.
import type {
  Approval,
  ApprovalRequest,
  JobAcknowledgement,
  Outcome,
} from '../../approvals/approval.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import { slice } from '../text/cut.ts';
import { excerpt, revealedLine } from '../text/excerpt.ts';
import { quoteIfMultiline, type RichText } from '../text/rich-text.ts';
import { decidingVotes, reasonLines, votersText } from './approval-votes.ts';
import { givenLines } from './standing-text.ts';

/** UTF-16 units. */
const MAX_LENGTH = { reason: 400, who: 64 } as const;

/** If the end of its job withdrew a request, the reason is the job's final state. */
const FINAL_STATES: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

/** Whether the end of its job withdrew the request. */
export function isEndOfJob({ status, by, reason }: Outcome): boolean {
  return (
    status === 'canceled' && by === undefined && (reason === undefined || FINAL_STATES.has(reason))
  );
}

/** What became of it and by whom, without the reason; `undefined` while it is pending. */
export function outcomeHeadline(approval: Approval, voice: Voice): RichText | undefined {
  const [first] = outcomeLines(approval, voice);
  if (first === undefined) return undefined;
  const end = first.text.indexOf('\n');
  return end < 0 ? first : slice(first, 0, end);
}

/** Empty while it is pending. */
export function outcomeLines(approval: Approval, voice: Voice): RichText[] {
  const { request, outcome, acknowledgement } = approval;
  if (outcome === undefined) return [];
  const votes = decidingVotes(approval);
  const received =
    acknowledgement === undefined ? [] : [acknowledgementText(acknowledgement, request, voice)];
  const given = givenLines(approval, voice);
  if (votes.length < 2) return [outcomeText(outcome, request, voice), ...given, ...received];
  const headline = voice.speak(outcomeKey(outcome), {
    at: instantSpan(outcome.at, request.requestedAt, voice),
    who: votersText(votes, voice),
    via: undefined,
    reason: undefined,
  });
  return [headline, ...reasonLines(votes, voice), ...given, ...received];
}

function outcomeText(outcome: Outcome, request: ApprovalRequest, voice: Voice): RichText {
  const { by, at, elsewhere } = outcome;
  const why = outcome.reason?.trim() ?? '';
  return voice.speak(outcomeKey(outcome), {
    at: instantSpan(at, request.requestedAt, voice),
    who: lineOf(by === undefined ? elsewhere?.source : by.name || by.id),
    source: lineOf(elsewhere?.source),
    via: by?.via === 'web' || by?.via === 'cli' ? voice.speak(`approval-via-${by.via}`) : undefined,
    reason: why === '' ? undefined : quoteIfMultiline(excerpt(why, MAX_LENGTH.reason)),
  });
}

function lineOf(name: string | undefined): RichText | undefined {
  return name === undefined ? undefined : revealedLine(name, MAX_LENGTH.who);
}

/** Timeouts and rules are shown as automatic, never as a person; decisions made elsewhere as such. */
function outcomeKey(outcome: Outcome): string {
  const { status, by, reason } = outcome;
  switch (status) {
    case 'approved':
    case 'denied':
      return decidedKey(outcome);
    case 'expired':
      return 'approval-expired';
    case 'canceled':
      if (by !== undefined) return 'approval-canceled-by';
      if (!isEndOfJob(outcome)) return 'approval-canceled-because';
      return reason === undefined ? 'approval-canceled' : `approval-canceled-${reason}`;
  }
}

function decidedKey({ status, by, elsewhere }: Outcome): string {
  const key = `approval-${status}`;
  const isAutomatic = by?.via === 'timeout' || by?.via === 'policy';
  if (elsewhere !== undefined) return `${key}-elsewhere${isAutomatic ? '-automatically' : ''}`;
  if (by === undefined) return `${key}-unnamed`;
  if (by.via === 'standing') return 'standing-approved';
  return isAutomatic ? `${key}-${by.via}` : key;
}

function acknowledgementText(
  acknowledgement: JobAcknowledgement,
  request: ApprovalRequest,
  voice: Voice,
): RichText {
  switch (acknowledgement.kind) {
    case 'pending':
      return voice.speak('approval-awaited');
    case 'picked_up':
    case 'missing': {
      const at = instantSpan(acknowledgement.at, request.requestedAt, voice);
      const key = acknowledgement.kind === 'missing' ? 'approval-unheard' : 'approval-picked-up';
      return voice.speak(key, { at });
    }
  }
}
