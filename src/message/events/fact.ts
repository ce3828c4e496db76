// The value of a variable in an event's text. Its name says where to look and how to format it:
// { $error } is data.error, { $token_usage-total_tokens } is data.token_usage.total_tokens,
// { $event-… } are in event-facts.ts; values/field-format.ts knows what endings mean.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import type { Voice } from '../locale/voice.ts';
import { plain, type RichText } from '../text/rich-text.ts';
import { fieldValue } from '../values/field-value.ts';
import { isList, valueText } from '../values/value-text.ts';
import { EVENT_FACTS, type Fact, type FactContext, valueContext } from './event-facts.ts';

/** In UTF-16 units; for other fields see field-value.ts. */
const MAX_LENGTH: Readonly<Record<string, number>> = { instruction: 100 };
/** Larger numbers are not formatted. */
const MAX_NUMBER = 1e15;
/** Names whose numbers are formatted, not counted. */
const FORMATTED = /_(?:seconds|s|ms|minutes|usd|bytes|percent|at)$|(?:^|[-_])progress$/;

export function factOf(name: string, context: FactContext): Fact {
  const ofEvent = EVENT_FACTS.get(name);
  if (ofEvent !== undefined) return ofEvent.value(context);
  const { event, voice } = context;
  const value = valueAt(event.data, name);
  if (/(?:^|-)decided_by$/.test(name)) return deciderText(value, voice);
  if (name.endsWith('_count')) return countOf(value);
  if (name.endsWith('_number')) {
    return Number.isSafeInteger(value) ? plain(String(value)) : undefined;
  }
  const isPlural = typeof value === 'number' && !FORMATTED.test(name);
  if (isPlural && Math.abs(value) < MAX_NUMBER) return value;
  const leaf = name.split('-').at(-1) ?? name;
  const units = MAX_LENGTH[name];
  const limit = units === undefined ? {} : { units };
  return fieldValue(leaf, value, { ...valueContext(event, voice), ...limit });
}

/** Where in the data a variable is found. */
export function pathOf(data: JsonObject, name: string): readonly string[] {
  const path = name.split('-');
  if (!name.endsWith('_count') || readPath(data, path) !== undefined) return path;
  return name.slice(0, -'_count'.length).split('-');
}

/** `a-b` is field b of field a; `a_count` also stands for the list or number a. */
function valueAt(data: JsonObject, name: string): JsonValue | undefined {
  return readPath(data, pathOf(data, name));
}

function readPath(data: JsonObject, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, field) => fieldOf(value, field), data);
}

function fieldOf(value: JsonValue | undefined, field: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  return Object.hasOwn(value, field) ? value[field] : undefined;
}

function countOf(value: JsonValue | undefined): number | undefined {
  if (isList(value)) return value.length;
  return typeof value === 'number' && Math.abs(value) < MAX_NUMBER ? value : undefined;
}

/** Timeouts and rules are never named, as if they were persons. */
function deciderText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const via = fieldOf(value, 'via');
  if (via === 'timeout' || via === 'policy') return voice.speak(`event-by-${via}`);
  const who = valueText(value, voice);
  return who === undefined ? undefined : voice.speak('event-by-person', { who });
}
