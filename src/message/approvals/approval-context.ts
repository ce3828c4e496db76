// The context of a request: numbers of commits and files, the diff as code, other fields by name; in
// full, or shortened with a count of what is left out. Hidden characters are revealed.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { withoutIsolates } from '../locale/isolate.ts';
import { joinValues } from '../locale/list-text.ts';
import type { Voice } from '../locale/voice.ts';
import { shorten } from '../text/cut.ts';
import { inert } from '../text/inert.ts';
import { reveal, revealLine } from '../text/reveal.ts';
import { EMPTY, foldIfLong, join, plain, type RichText, styled } from '../text/rich-text.ts';
import { isList, valueText } from '../values/value-text.ts';

/** Of the short form: UTF-16 units in all, UTF-16 units of a value, and fields. */
const MAX_UNITS = 900;
const MAX_FIELD_UNITS = 150;
const MAX_FIELDS = 8;
/** Counts up to this length share a line; UTF-16 units. */
const MAX_SHORT_COUNT = 40;
/** What needs no quote. */
const MAX_PLAIN = { units: 300, lines: 6 } as const;
/** A shorter piece of a diff helps nobody. */
const MIN_DIFF_UNITS = 80;

const DIFF_STAT = /^\+\d{1,9},? -\d{1,9}$/;
const SNAKE_CASE = /^[a-z0-9]+(?:_[a-z0-9]+)*$/;

const COUNT_KEYS: Readonly<Record<string, string>> = {
  commits: 'approval-commits',
  files_changed: 'approval-files',
};

/** Every value in full, except the diff. */
export function wholeContext(context: JsonObject, voice: Voice): RichText {
  return laidOut(contextLines(context, (value) => wholeValue(value, voice), voice));
}

/** At most eight fields, each shortened, in `room` units; what is left out is counted. */
export function shortContext(context: JsonObject, room: number, voice: Voice): RichText {
  const lines = contextLines(context, (value) => valueText(value, voice, MAX_FIELD_UNITS), voice);
  const limit = Math.min(room, MAX_UNITS);
  const more = (kept: number) => voice.speak('event-more-fields', { count: lines.length - kept });
  for (let kept = Math.min(lines.length, MAX_FIELDS); kept > 0; kept -= 1) {
    const shown = lines.slice(0, kept);
    const all = laidOut(kept === lines.length ? shown : [...shown, more(kept)]);
    if (all.text.length <= limit) return all;
  }
  const [firstLine = EMPTY] = lines;
  return shorten(firstLine, limit);
}

/** Empty if there is no diff. */
export function wholeDiff(context: JsonObject): RichText {
  const { diff } = context;
  if (typeof diff !== 'string' || diff.trim() === '') return EMPTY;
  return diffBlock(plain(reveal(withoutFinalNewline(diff))));
}

/** At most `room` units, or a line saying that it is left out. */
export function shortDiff(context: JsonObject, room: number, { speak }: Voice): RichText {
  const whole = wholeDiff(context);
  if (whole.text === '') return EMPTY;
  if (room >= MIN_DIFF_UNITS) return diffBlock(shorten({ text: whole.text, spans: [] }, room));
  const note = speak('approval-diff-left-out');
  return note.text.length <= room ? note : EMPTY;
}

/** A copy with hidden characters revealed. */
export function revealedContext(context: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => [revealLine(name), revealedValue(value)]),
  );
}

function revealedValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return reveal(withoutFinalNewline(value));
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(revealedValue) : revealedContext(value as JsonObject);
}

/** Files end with one. */
function withoutFinalNewline(text: string): string {
  return text.replace(/\n$/, '');
}

function diffBlock(text: RichText): RichText {
  return styled(text, { type: 'pre', language: 'diff' });
}

/** Few short lines as they are; else a quote, so that no value passes for a line of the message. */
function laidOut(lines: readonly RichText[]): RichText {
  const all = join(lines, '\n');
  const isPlain =
    all.text.length <= MAX_PLAIN.units &&
    lines.length <= MAX_PLAIN.lines &&
    lines.every(({ text }) => !text.includes('\n'));
  return isPlain ? all : foldIfLong(all);
}

type ValueText = (value: JsonValue) => RichText | undefined;

function contextLines(context: JsonObject, textOf: ValueText, voice: Voice): RichText[] {
  const counted: RichText[] = [];
  const fields: RichText[] = [];
  for (const [name, value] of Object.entries(revealedContext(context))) {
    const line = countLine(name, value, { textOf, voice });
    if (line !== undefined) counted.push(line);
    else if (name !== 'diff' || typeof value !== 'string') {
      fields.push(...fieldLine(name, textOf(value), voice));
    }
  }
  const isShort = counted.every(
    ({ text }) => withoutIsolates(text).replaceAll('\u200F', '').length <= MAX_SHORT_COUNT,
  );
  const counts = isShort ? [join(counted, ' · ')] : counted;
  return [...counts.filter(({ text }) => text !== ''), ...fields];
}

function fieldLine(name: string, value: RichText | undefined, { speak }: Voice): RichText[] {
  const label = inert(SNAKE_CASE.test(name) ? name.replaceAll('_', ' ') : name);
  return value === undefined ? [] : [speak('approval-field', { name: label, value })];
}

function countLine(
  name: string,
  value: JsonValue,
  { textOf, voice }: { readonly textOf: ValueText; readonly voice: Voice },
): RichText | undefined {
  // It says by itself what it counts.
  if (name === 'diff_stat' && typeof value === 'string' && DIFF_STAT.test(value))
    return inert(value);
  const key = Object.hasOwn(COUNT_KEYS, name) ? COUNT_KEYS[name] : undefined;
  if (key === undefined) return undefined;
  if (typeof value === 'number') return voice.speak(key, { count: value });
  if (!isList(value)) return undefined;
  const items = textOf(value);
  const count = voice.speak(key, { count: value.length });
  return items === undefined ? count : voice.speak('approval-counted', { count, items });
}

/** `undefined` for empty values. */
function wholeValue(value: JsonValue, voice: Voice): RichText | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : inert(value);
  if (typeof value !== 'object' || value === null) return valueText(value, voice);
  if (!isList(value)) return Object.keys(value).length === 0 ? undefined : inert(json(value));
  if (value.length === 0) return undefined;
  return joinValues(
    value.map((item) => inert(typeof item === 'string' ? item : json(item))),
    voice,
  );
}

function json(value: JsonValue): string {
  return JSON.stringify(value);
}
