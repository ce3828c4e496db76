// Values of an event's data as people read them.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import type { Voice } from '../locale/voice.ts';
import { firstUnits } from '../text/cut.ts';
import { excerpt } from '../text/excerpt.ts';
import { inert } from '../text/inert.ts';
import { join, type RichText } from '../text/rich-text.ts';

/** Default length of a value, in UTF-16 units. */
const MAX_VALUE = 200;
const MAX_ITEMS = 5;

/** `undefined` for null, blank text, an empty list or object. */
export function valueText(
  value: JsonValue | undefined,
  voice: Voice,
  units = MAX_VALUE,
): RichText | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return inert(String(value));
  if (typeof value === 'boolean') return voice.speak(value ? 'event-yes' : 'event-no');
  if (typeof value === 'object') {
    return isList(value) ? listText(value, voice, units) : objectText(value, voice, units);
  }
  return value.trim() === '' ? undefined : excerpt(value, units);
}

export function durationText(seconds: number, { speak }: Voice): RichText {
  if (seconds < 59.95) return speak('event-seconds', { seconds: Math.round(seconds * 10) / 10 });
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return speak('event-minutes', { minutes, seconds: whole % 60 });
  return speak('event-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

function listText(list: readonly JsonValue[], voice: Voice, units: number): RichText | undefined {
  const items = list
    .slice(0, MAX_ITEMS)
    .map((item) => valueText(item, voice, units))
    .filter((item) => item !== undefined);
  if (items.length === 0) return undefined;
  const count = list.length - MAX_ITEMS;
  const more = count > 0 ? [voice.speak('event-list-more', { count })] : [];
  return join([firstUnits(join(items, ', '), units), ...more], ', ');
}

/** Shown by its name, if it has one. */
function objectText(value: JsonObject, voice: Voice, units: number): RichText | undefined {
  const name = value.name ?? value.title ?? value.id;
  if (name !== undefined && name !== null && typeof name !== 'object') {
    return valueText(name, voice, units);
  }
  return Object.keys(value).length === 0 ? undefined : excerpt(JSON.stringify(value), units);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
