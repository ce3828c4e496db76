// How much time is left to decide a request, and who asked for it.
import type { ApprovalRequest } from '../../approvals/approval.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import { revealedLine } from '../text/excerpt.ts';
import type { RichText } from '../text/rich-text.ts';
import { durationText } from '../values/value-text.ts';

const MINUTE_MS = 60_000;
/** Below this, seconds count. */
const SECONDS_UP_TO_MS = 90_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_HOURS = 24;
/** From here on, days are easier to read than hours. */
const DAYS_FROM_MS = 2 * DAY_HOURS * HOUR_MS;

export interface DeadlineContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** UTF-16 units of the requester's name. */
  readonly who: number;
}

/**
 * `⏳ 29 min left (17:33) · asked by Ana`, and what happens then; the instant stays true when the message gets old.
 * Empty if there is neither a deadline nor a requester.
 */
export function deadlineLines(
  request: ApprovalRequest,
  { now, who: units }: DeadlineContext,
  voice: Voice,
): RichText[] {
  const { expiresAt, onTimeout } = request;
  const who = requesterText(request, units);
  if (expiresAt === undefined) {
    return who === undefined ? [] : [voice.speak('approval-asked', { who })];
  }
  const at = instantSpan(expiresAt, new Date(now).toISOString(), voice);
  const leftMs = Date.parse(expiresAt) - now;
  if (!(leftMs > 0)) return [voice.speak('approval-left-none', { at, who })];
  const key = onTimeout === 'expire' ? 'approval-left' : `approval-left-${onTimeout}`;
  return [voice.speak(key, { left: timeText(leftMs, voice), at, who })];
}

export function requesterText(
  { requestedBy }: Pick<ApprovalRequest, 'requestedBy'>,
  units: number,
): RichText | undefined {
  if (requestedBy === undefined) return undefined;
  return revealedLine(requestedBy.name ?? requestedBy.id ?? '', units);
}

/** `45 s`, `29 min`, `5 h 10 min`, `3 days 4 h`. */
export function timeText(ms: number, voice: Voice): RichText {
  if (ms < SECONDS_UP_TO_MS) return durationText(Math.max(1, Math.round(ms / 1_000)), voice);
  if (ms < DAYS_FROM_MS) return durationText(Math.round(ms / MINUTE_MS) * 60, voice);
  const hours = Math.round(ms / HOUR_MS);
  return voice.speak('approval-days', {
    days: Math.floor(hours / DAY_HOURS),
    hours: hours % DAY_HOURS,
  });
}
