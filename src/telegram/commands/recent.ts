// How long ago something was, where it is so recent that a time of day says less.
import type { Voice } from '../../message/locale/voice.ts';
import type { RichText } from '../../message/text/rich-text.ts';
import { durationText } from '../../message/values/value-text.ts';

const RECENT_MS = 3_600_000;
/** From here on seconds say nothing. */
const WHOLE_MINUTES_MS = 300_000;

/** `3 min 20 s`, `12 min`; `undefined` from an hour on, and for what is in the future. */
export function recently(sinceMs: number, nowMs: number, voice: Voice): RichText | undefined {
  const ms = nowMs - sinceMs;
  if (!(ms >= 0 && ms < RECENT_MS)) return undefined;
  const unit = ms < WHOLE_MINUTES_MS ? 1_000 : 60_000;
  return durationText(Math.max(1, (Math.floor(ms / unit) * unit) / 1_000), voice);
}
