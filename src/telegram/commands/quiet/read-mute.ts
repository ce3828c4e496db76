// What the arguments of /mute mean: for how long, and which job. Pure.
import { readDuration } from '../../../approvals/policy/duration.ts';
import { readTime } from '../../../audience/quiet/quiet-hours.ts';
import { nextTime } from '../../../audience/quiet/zone-time.ts';

export type MuteWish =
  | {
      readonly kind: 'mute';
      /** Epoch milliseconds; absent: until the job ends. */
      readonly untilMs?: number;
      /** It is a time of day in a zone that nobody has said. */
      readonly isGuessedZone?: true;
      readonly jobId?: string;
    }
  /** `key` of the text that says what is wrong with `given`. */
  | { readonly kind: 'wrong'; readonly key: string; readonly given?: string };

export interface MuteContext {
  readonly nowMs: number;
  readonly zone: string;
  readonly isGuessed: boolean;
  /** `until` in the language of the chat. */
  readonly until: string;
}

const LIKE_A_TIME =
  /^(?:today|tomorrow|forever|heute|morgen|immer|hoy|mañana|siempre|\d+(?:\.\d+)?(?:[smhdw]|sec|mins?|minutes?|hours?|days?|weeks?|minuten?|std|stunden?|tage?)?|\d{1,2}:\d{2})$/i;
const MAX_MS = 30 * 86_400_000;

export function readMute(words: readonly string[], context: MuteContext): MuteWish {
  const [first = '', ...rest] = words;
  if (['until', context.until].includes(first.toLowerCase())) return untilTime(rest, context);
  const ms = readSum(first.toLowerCase());
  if (ms === undefined) {
    if (LIKE_A_TIME.test(first)) return wrong('reply-no-mute-time', first);
    return rest.length > 0 ? wrong('reply-surplus', rest[0]) : { kind: 'mute', jobId: first };
  }
  if (ms > MAX_MS) return wrong('reply-mute-too-long', first);
  return withJob({ kind: 'mute', untilMs: context.nowMs + ms }, rest);
}

/** `90m`, or several added: `1h30m`. */
function readSum(text: string): number | undefined {
  const parts = /^(?:\d+[a-z])+$/.test(text) ? (text.match(/\d+[a-z]/g) ?? []) : [];
  const times = parts.map(readDuration);
  return times.length === 0 || times.includes(undefined)
    ? undefined
    : times.reduce<number>((sum, ms = 0) => sum + ms, 0);
}

function untilTime(
  [text, ...rest]: readonly string[],
  { nowMs, zone, isGuessed }: MuteContext,
): MuteWish {
  const time = text === undefined ? undefined : readTime(text);
  if (time === undefined) return wrong('reply-no-mute-time', text);
  const guess = isGuessed ? { isGuessedZone: true as const } : {};
  return withJob({ kind: 'mute', untilMs: nextTime(time, zone, nowMs), ...guess }, rest);
}

function withJob(
  wish: Extract<MuteWish, { kind: 'mute' }>,
  [jobId, ...more]: readonly string[],
): MuteWish {
  if (more.length > 0) return wrong('reply-surplus', more[0]);
  return jobId === undefined ? wish : { ...wish, jobId };
}

function wrong(key: string, given: string | undefined): MuteWish {
  return given === undefined ? { kind: 'wrong', key } : { kind: 'wrong', key, given };
}
