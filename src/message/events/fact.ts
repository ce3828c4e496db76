// The value of a variable in an event's text. Its name says where to look and how to format it:
// { $error } is data.error, { $token_usage-total_tokens } is data.token_usage.total_tokens,
// { $event-… } are in event-facts.ts; suffixes are below.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { quantity } from '../../event/quantity.ts';
import { instantSpan, shortId, type Voice } from '../locale/voice.ts';
import { plain, type RichText } from '../text/rich-text.ts';
import { moneyText, progressText } from '../values/amount-text.ts';
import { linkLines, linkText } from '../values/link-text.ts';
import { durationText, isList, valueText } from '../values/value-text.ts';
import { EVENT_FACTS, type Fact, type FactContext } from './event-facts.ts';

/** In UTF-16 units; for other fields see value-text.ts. */
const MAX_LENGTH: Readonly<Record<string, number>> = { instruction: 100 };
/** Larger numbers are not formatted. */
const MAX_NUMBER = 1e15;
const MAX_DURATION_S = 1e9;
const DIFF_STAT = /^\+(\d{1,9}),? -(\d{1,9})$/;

/** Formats the fields that have a certain suffix. */
type Formatter = (value: JsonValue | undefined, context: FactContext) => Fact;

const SUFFIXES: readonly (readonly [RegExp, Formatter])[] = [
  [/(?:^|-)decided_by$/, (value, { voice }) => deciderText(value, voice)],
  [/_count$/, (value) => countOf(value)],
  [/_number$/, (value) => (Number.isSafeInteger(value) ? plain(String(value)) : undefined)],
  [/_(?:seconds|s)$/, (value, { voice }) => secondsText(value, 1, voice)],
  [/_ms$/, (value, { voice }) => secondsText(value, 1_000, voice)],
  [/_usd$/, (value, { voice }) => dollarsText(value, voice)],
  [/(?:^|[-_])progress$/, (value, { voice }) => fractionText(value, voice)],
  [/(?:^|[-_])url$/, (value, { voice }) => linkText(value, voice)],
  [/_links$/, (value, { voice }) => linkLines(value, voice)],
  [/_id$/, (value, { voice }) => idFact(value, voice)],
  [/(?:^|-)diff_stat$/, (value, { voice }) => diffText(value, voice)],
  [/_at$/, (value, { event, voice }) => timeText(value, event.time, voice)],
];

export function factOf(name: string, context: FactContext): Fact {
  const ofEvent = EVENT_FACTS.get(name);
  if (ofEvent !== undefined) return ofEvent(context);
  const value = valueAt(context.event.data, name);
  const format = SUFFIXES.find(([suffix]) => suffix.test(name))?.[1];
  return format === undefined ? anyText(value, name, context.voice) : format(value, context);
}

/** `a-b` is field b of field a; `a_count` also stands for the list or number a. */
function valueAt(data: JsonObject, name: string): JsonValue | undefined {
  const found = name
    .split('-')
    .reduce<JsonValue | undefined>((value, field) => fieldOf(value, field), data);
  return found === undefined && name.endsWith('_count')
    ? valueAt(data, name.slice(0, -'_count'.length))
    : found;
}

function fieldOf(value: JsonValue | undefined, field: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  return Object.hasOwn(value, field) ? value[field] : undefined;
}

function anyText(value: JsonValue | undefined, name: string, voice: Voice): Fact {
  if (typeof value === 'number' && Math.abs(value) < MAX_NUMBER) return value;
  return valueText(value, voice, MAX_LENGTH[name]);
}

function countOf(value: JsonValue | undefined): number | undefined {
  if (isList(value)) return value.length;
  return typeof value === 'number' && Math.abs(value) < MAX_NUMBER ? value : undefined;
}

function secondsText(value: JsonValue | undefined, perSecond: number, voice: Voice): Fact {
  const seconds = (quantity(value) ?? Number.NaN) / perSecond;
  const isDuration = seconds >= 0 && seconds <= MAX_DURATION_S;
  return isDuration ? durationText(seconds, voice) : valueText(value, voice);
}

function dollarsText(value: JsonValue | undefined, voice: Voice): Fact {
  const usd = quantity(value);
  const text = usd === undefined ? undefined : moneyText(usd, voice);
  return text === undefined ? valueText(value, voice) : plain(text);
}

function fractionText(value: JsonValue | undefined, voice: Voice): Fact {
  const fraction = quantity(value);
  return fraction === undefined ? valueText(value, voice) : progressText(fraction, voice);
}

/** `+245 −12`; a change of nothing is not worth a word. */
function diffText(value: JsonValue | undefined, voice: Voice): Fact {
  const [, added, removed] = DIFF_STAT.exec(typeof value === 'string' ? value : '') ?? [];
  if (added === undefined || removed === undefined) return valueText(value, voice);
  const isNothing = Number(added) === 0 && Number(removed) === 0;
  return isNothing ? undefined : plain(`+${added} −${removed}`);
}

function idFact(value: JsonValue | undefined, voice: Voice): Fact {
  const isId = typeof value === 'string' && value.trim() !== '';
  return isId ? shortId(value) : valueText(value, voice);
}

function timeText(value: JsonValue | undefined, since: string, voice: Voice): Fact {
  return typeof value === 'string' ? instantSpan(value, since, voice) : valueText(value, voice);
}

/** Timeouts and rules are never named, as if they were persons. */
function deciderText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const via = fieldOf(value, 'via');
  if (via === 'timeout' || via === 'policy') return voice.speak(`event-by-${via}`);
  const who = valueText(value, voice);
  return who === undefined ? undefined : voice.speak('event-by-person', { who });
}
