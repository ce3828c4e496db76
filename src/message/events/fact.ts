// What a variable of an event's text stands for. Its name says where to look and how to say it:
// { $error } is data.error, { $token_usage-total_tokens } is data.token_usage.total_tokens,
// { $event-… } are told of in event-facts.ts; endings are below.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { quantity } from '../../event/quantity.ts';
import { instantSpan, shortId, type Voice } from '../locale/voice.ts';
import { plain, type RichText } from '../text/rich-text.ts';
import { moneyText, progressText } from '../values/amount-text.ts';
import { linkLines, linkText } from '../values/link-text.ts';
import { durationText, isList, valueText } from '../values/value-text.ts';
import { EVENT_FACTS, type EventTelling, type Fact } from './event-facts.ts';

/** UTF-16 units shown of a field; others have the usual length (value-text.ts). */
const MAX_LENGTH: Readonly<Record<string, number>> = { instruction: 100 };
/** Larger numbers are not spelt out. */
const LARGEST_NUMBER = 1e15;
const MAX_DURATION_S = 1e9;

/** How a field of this name is said. `undefined`: like any other. */
type Reader = (value: JsonValue | undefined, telling: EventTelling) => Fact;

const ENDINGS: readonly (readonly [RegExp, Reader])[] = [
  [/(?:^|-)decided_by$/, (value, { voice }) => deciderText(value, voice)],
  [/_count$/, (value) => countOf(value)],
  [/_number$/, (value) => (Number.isSafeInteger(value) ? plain(String(value)) : undefined)],
  [/_(?:seconds|s)$/, (value, { voice }) => secondsText(value, 1, voice)],
  [/_ms$/, (value, { voice }) => secondsText(value, 1_000, voice)],
  [/_usd$/, (value, { voice }) => dollarsText(value, voice)],
  [/(?:^|[-_])progress$/, (value, { voice }) => barText(value, voice)],
  [/(?:^|[-_])url$/, (value, { voice }) => linkText(value, voice)],
  [/_links$/, (value, { voice }) => linkLines(value, voice)],
  [/_id$/, (value, { voice }) => idFact(value, voice)],
  [/_at$/, (value, { event, voice }) => timeText(value, event.time, voice)],
];

export function factOf(name: string, telling: EventTelling): Fact {
  const ofEvent = EVENT_FACTS.get(name);
  if (ofEvent !== undefined) return ofEvent(telling);
  const value = valueAt(telling.event.data, name);
  const reader = ENDINGS.find(([ending]) => ending.test(name))?.[1];
  return reader === undefined ? anyText(value, name, telling.voice) : reader(value, telling);
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
  if (typeof value === 'number' && Math.abs(value) < LARGEST_NUMBER) return value;
  return valueText(value, voice, MAX_LENGTH[name]);
}

function countOf(value: JsonValue | undefined): number | undefined {
  if (isList(value)) return value.length;
  return typeof value === 'number' && Math.abs(value) < LARGEST_NUMBER ? value : undefined;
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

function barText(value: JsonValue | undefined, voice: Voice): Fact {
  const fraction = quantity(value);
  return fraction === undefined ? valueText(value, voice) : progressText(fraction, voice);
}

function idFact(value: JsonValue | undefined, voice: Voice): Fact {
  const isId = typeof value === 'string' && value.trim() !== '';
  return isId ? shortId(value) : valueText(value, voice);
}

function timeText(value: JsonValue | undefined, since: string, voice: Voice): Fact {
  return typeof value === 'string' ? instantSpan(value, since, voice) : valueText(value, voice);
}

/** A timeout or a rule is never called by a name, as if it were a person. */
function deciderText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const via = fieldOf(value, 'via');
  if (via === 'timeout' || via === 'policy') return voice.speak(`event-by-${via}`);
  const who = valueText(value, voice);
  return who === undefined ? undefined : voice.speak('event-by-person', { who });
}
