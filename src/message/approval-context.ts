// The context of a request: commits and files counted, a diff as code, anything else by its name.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { shorten } from './cut.ts';
import { join, plain, type RichText, styled } from './rich-text.ts';
import { fieldLines, isList, valueText } from './value-text.ts';
import type { Voice } from './voice.ts';

/** UTF-16 units of all lines together. */
const LONGEST = 900;
/** Less than this of a diff helps nobody. */
const SHORTEST_DIFF = 80;

const COUNTED: Readonly<Record<string, string>> = {
  commits: 'approval-commits',
  files_changed: 'approval-files',
};

export function contextLines(context: JsonObject, voice: Voice): RichText[] {
  const counted: RichText[] = [];
  const others: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(context)) {
    const line = countLine(name, value, voice);
    if (line !== undefined) counted.push(line);
    else if (!isDiff(name, value)) others[name] = value;
  }
  const lines = [join(counted, isShort(counted) ? ' · ' : '\n'), ...fieldLines(others, voice)];
  const all = join(
    lines.filter((line) => line.text !== ''),
    '\n',
  );
  return all.text === '' ? [] : [shorten(all, LONGEST)];
}

/** The diff in at most `room` units, or a line that says it is left out; nothing without a diff. */
export function diffBlock(context: JsonObject, room: number, { speak }: Voice): RichText[] {
  const { diff } = context;
  if (typeof diff !== 'string' || diff.trim() === '') return [];
  if (room < SHORTEST_DIFF) return [speak('approval-diff-left-out')];
  const text = shorten(plain(diff.replace(/\s+$/, '')), room);
  return [styled(text, { type: 'pre', language: 'diff' })];
}

function isDiff(name: string, value: JsonValue): boolean {
  return name === 'diff' && typeof value === 'string';
}

function countLine(name: string, value: JsonValue, voice: Voice): RichText | undefined {
  const key = Object.hasOwn(COUNTED, name) ? COUNTED[name] : undefined;
  if (key === undefined) return undefined;
  if (typeof value === 'number') return voice.speak(key, { count: value });
  if (!isList(value)) return undefined;
  const items = valueText(value, voice);
  const count = voice.speak(key, { count: value.length });
  return items === undefined ? count : join([count, items], ': ');
}

function isShort(counted: readonly RichText[]): boolean {
  return counted.every((line) => line.text.length <= 40);
}
