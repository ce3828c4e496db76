// What one event says: a heading, and what it tells. Its locale text names the fields it wants;
// types without a text are shown field by field.
import type { CanonicalEvent, JsonValue } from '../event/canonical-event.ts';
import { describe } from '../event/event-types.ts';
import { EMPTY, join, type RichText } from './rich-text.ts';
import { durationText, fieldLines, isList, valueText } from './value-text.ts';
import { instant, type Voice } from './voice.ts';

export interface EventText {
  /** Icon and title: `🔧 Started`. */
  readonly heading: RichText;
  /** One or more lines; empty when there is nothing to tell. */
  readonly text: RichText;
}

/** UTF-16 units shown of a field; others have the usual length (value-text.ts). */
const LONGEST: Readonly<Record<string, number>> = { instruction: 100 };

export function tellEvent(event: CanonicalEvent, voice: Voice): EventText {
  const key = keyOf(event, voice);
  if (key === undefined) return tellGenerically(event, voice);
  const heading = [key, `${key}.title`]
    .map((title) => tell(title, event, voice))
    .find((title) => title.text !== '');
  if (heading === undefined) return tellGenerically(event, voice);
  const text = tell(`${key}.text`, event, voice);
  const saysNothing = text.text === '' && voice.variables(key).length === 0;
  return { heading, text: saysNothing ? fields(event, voice) : text };
}

function keyOf(event: CanonicalEvent, voice: Voice): string | undefined {
  const { known, failure } = describe(event);
  const key = `event-${event.type.replaceAll('.', '-')}`;
  if (!known || !voice.has(key)) return undefined;
  return failure && voice.has(`${key}-failed`) ? `${key}-failed` : key;
}

/** Empty where there is no such text, or all that it names is unknown. */
function tell(key: string, event: CanonicalEvent, voice: Voice): RichText {
  if (!voice.has(key)) return EMPTY;
  const facts = voice.variables(key).map((name) => [name, factOf(name, event, voice)] as const);
  return voice.speak(key, Object.fromEntries(facts));
}

function tellGenerically(event: CanonicalEvent, voice: Voice): EventText {
  const key = describe(event).failure ? 'event-unknown-failed' : 'event-unknown';
  const type = valueText(event.type, voice);
  return { heading: voice.speak(key, { type }), text: fields(event, voice) };
}

function fields({ data }: CanonicalEvent, voice: Voice): RichText {
  return join(fieldLines(data, voice), '\n');
}

/** What a text's variable stands for in this event; `undefined` when the event does not say. */
function factOf(name: string, event: CanonicalEvent, voice: Voice): RichText | number | undefined {
  const value = Object.hasOwn(event.data, name) ? event.data[name] : undefined;
  if (name === 'decided_by') return deciderText(value, voice);
  if (name.endsWith('_count')) return countOf(value ?? event.data[name.slice(0, -'_count'.length)]);
  if (typeof value === 'number') {
    return name.endsWith('_seconds') ? durationText(value, voice) : value;
  }
  if (typeof value === 'string' && name.endsWith('_at')) return instant(value, event.time, voice);
  return valueText(value, voice, LONGEST[name]);
}

function countOf(value: JsonValue | undefined): number | undefined {
  if (isList(value)) return value.length;
  return typeof value === 'number' ? value : undefined;
}

/** A timeout or a rule is never called by a name, as if it were a person. */
function deciderText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const via = typeof value === 'object' && value !== null && 'via' in value ? value.via : undefined;
  if (via === 'timeout' || via === 'policy') return voice.speak(`event-by-${via}`);
  const who = valueText(value, voice);
  return who === undefined ? undefined : voice.speak('event-by-person', { who });
}
