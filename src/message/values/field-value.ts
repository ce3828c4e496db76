// The value of any field of an event as people read it. Nothing in it is left out silently: what does not fit is
// shortened with a mark, or counted.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { proseExcerpt } from '../markdown/prose-excerpt.ts';
import { firstUnits } from '../text/cut.ts';
import { excerpt } from '../text/excerpt.ts';
import { inert } from '../text/inert.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { type FieldContext, formatted } from './field-format.ts';
import { fieldLabel, snakeName } from './field-label.ts';
import { isList } from './value-text.ts';

/** UTF-16 units of a value, unless said otherwise. */
const MAX_UNITS = 200;
/** Of a list or an object. */
const MAX_ITEMS = 5;
/** Objects and lists deeper than this are only counted. */
const MAX_DEPTH = 3;
/** Leaves that are counted. */
const MAX_COUNT = 10_000;
/** Of an object: what to call it. */
const NAMES = ['name', 'title', 'label'] as const;
/** Of what has a name, a person as a rule: for programs. */
const OF_THE_NAMED: ReadonlySet<string> = new Set(['id', 'via']);
/** Fields whose value is often one of a few words, which the locale translates (`value-…`). */
const WORDY =
  /(?:^|_)(?:status|state|from|to|sync_type|discovery_type|trigger|on_timeout|priority|severity|level|conclusion)$/;
/** Fields that people and agents write in sentences, often in Markdown. */
const PROSE =
  /(?:^|_)(?:summary|reason|instructions?|comment|message|narration|description|notes?|text|details?|explanation|feedback|requirements?|question|answer|body|content|result|task|title|plan|markdown|report|findings?)$/;
const WORD = /^[a-z][a-z_]{1,20}$/;

export interface ValueContext extends FieldContext {
  readonly units?: number;
}

/** `undefined` for null, blank text, an empty list or object, and for what is not worth a word. */
export function fieldValue(
  name: string,
  value: JsonValue | undefined,
  context: ValueContext,
): RichText | undefined {
  const text = textOf({ name, value, depth: 0 }, context);
  return text === undefined || text.text === '' ? undefined : text;
}

interface Field {
  readonly name: string;
  readonly value: JsonValue | undefined;
  readonly depth: number;
}

function textOf(field: Field, context: ValueContext): RichText | undefined {
  const { name, value } = field;
  if (value === undefined || value === null) return undefined;
  const special = formatted(name, value, context);
  if (special !== undefined) return special;
  const { voice, units = MAX_UNITS } = context;
  if (typeof value === 'boolean') return voice.speak(value ? 'event-yes' : 'event-no');
  if (typeof value === 'number') return inert(String(value));
  if (typeof value === 'string') return stringText(name, value, context);
  if (field.depth >= MAX_DEPTH) return counted(leaves(value), context);
  const text = isList(value)
    ? listText(name, value, { field, context })
    : objectText(value as JsonObject, { field, context });
  return text === undefined ? undefined : firstUnits(text, units);
}

function stringText(
  name: string,
  value: string,
  { voice, isLiteral, units = MAX_UNITS }: ValueContext,
): RichText | undefined {
  if (value.trim() === '') return undefined;
  const word = value.toLowerCase();
  const snake = snakeName(name);
  const isWord = WORD.test(word) && WORDY.test(snake) && voice.has(`value-${word}`);
  if (isWord) return voice.speak(`value-${word}`);
  return PROSE.test(snake) && !isLiteral ? proseExcerpt(value, units) : excerpt(value, units);
}

interface Nested {
  readonly field: Field;
  readonly context: ValueContext;
}

function listText(
  name: string,
  list: readonly JsonValue[],
  { field, context }: Nested,
): RichText | undefined {
  const filled = list.filter((item) => !isBlank(item));
  const items = filled
    .slice(0, MAX_ITEMS)
    .map((value) => textOf({ name, value, depth: field.depth + 1 }, context))
    .filter((item) => item !== undefined && item.text !== '');
  const more = counted(filled.length - MAX_ITEMS, context);
  const all = [...items, more].filter((item) => item !== undefined);
  return all.length === 0 ? undefined : join(all, ', ');
}

/** `Ana`, `Ana (role: admin)`, `commits: 2, files: 3`. */
function objectText(value: JsonObject, { field, context }: Nested): RichText | undefined {
  const filled = Object.entries(value).filter(([, item]) => !isBlank(item));
  const nameField = NAMES.find((name) => typeof value[name] === 'string' && !isBlank(value[name]));
  const others = filled.filter(([name]) => {
    // The id of what has a name is for programs.
    return nameField === undefined || (name !== nameField && !OF_THE_NAMED.has(name));
  });
  const shown = others.slice(0, MAX_ITEMS).flatMap(([name, item]) => {
    const text = textOf({ name, value: item, depth: field.depth + 1 }, context);
    if (text === undefined || text.text === '') return [];
    const { voice } = context;
    return [voice.speak('event-field', { name: fieldLabel(name, voice), value: text })];
  });
  const left = others.slice(MAX_ITEMS).map(([, item]) => item);
  const more = counted(left.length === 0 ? 0 : leaves(left), context);
  const fields = more === undefined ? shown : [...shown, more];
  if (nameField === undefined) return fields.length === 0 ? undefined : join(fields, ', ');
  const named = textOf({ name: nameField, value: value[nameField], depth: field.depth }, context);
  return fields.length === 0 ? named : join([named ?? '', ' (', join(fields, ', '), ')']);
}

function counted(count: number, { voice }: ValueContext): RichText | undefined {
  return count > 0 ? voice.speak('event-list-more', { count }) : undefined;
}

/** Whether it holds nothing to show. */
export function isBlank(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && leaves(value) === 0;
}

/** How many values it holds, up to a limit; without recursion, because data may be nested deeply. */
function leaves(value: JsonValue): number {
  const open: JsonValue[] = [value];
  let count = 0;
  for (let next = open.pop(); next !== undefined && count < MAX_COUNT; next = open.pop()) {
    if (next === null) continue;
    if (typeof next !== 'object') count += typeof next === 'string' && next.trim() === '' ? 0 : 1;
    else for (const item of Object.values(next)) open.push(item as JsonValue);
  }
  return count;
}
