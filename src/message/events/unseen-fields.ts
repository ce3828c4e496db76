// What an event carries and its text does not show: fields whose variables are in no part of the text that
// remained. They are shown at the end, so that nothing is silently unseen.
import type { CanonicalEvent, JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { isList } from '../values/value-text.ts';
import { EVENT_FACTS } from './event-facts.ts';
import { pathOf } from './fact.ts';
import { isTechnical } from './technical-fields.ts';

/** Fields that name a person. */
const PERSON = /(?:^|_)(?:by|author|user)$/;

export interface ShownFacts {
  /** Variables that the text shows. */
  readonly names: ReadonlySet<string>;
  /** What it shows for them. */
  readonly texts: ReadonlySet<string>;
}

/** The fields that are left, without those that repeat something or are technical. */
export function unseenFields(event: CanonicalEvent, { names, texts }: ShownFacts): JsonObject {
  const seen = new Set([...names].flatMap((name) => pathsOf(event.data, name)));
  const kept = (path: string, value: JsonValue): boolean =>
    !seen.has(path) && !isTechnical(path, value, event) && !isRepeated(path, value, texts);
  return without(event.data, kept);
}

function pathsOf(data: JsonObject, name: string): readonly string[] {
  const fact = EVENT_FACTS.get(name);
  if (fact !== undefined) return fact.fields?.(data) ?? [];
  return [pathOf(data, name).join('.')];
}

/** A title that is the instruction again, a name that is the branch again; a person whom the message names. */
function isRepeated(path: string, value: JsonValue, texts: ReadonlySet<string>): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  if (texts.has(text)) return true;
  return PERSON.test(path) && [...texts].some((shown) => words(shown).includes(words(text)));
}

function words(text: string): string {
  return ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `.replaceAll(/ +/g, ' ');
}

/** Texts name fields of at most one object deep. */
function without(data: JsonObject, kept: (path: string, value: JsonValue) => boolean): JsonObject {
  const left = Object.entries(data).flatMap(([name, value]): [string, JsonValue][] => {
    if (!kept(name, value)) return [];
    if (typeof value !== 'object' || value === null || isList(value)) return [[name, value]];
    const inner = Object.entries(value).filter(([field, item]) => kept(`${name}.${field}`, item));
    return [[name, Object.fromEntries(inner)]];
  });
  return Object.fromEntries(left);
}
