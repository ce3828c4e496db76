// Fields of an event one by one, with their names.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { quoteIfMultiline, type RichText } from '../text/rich-text.ts';
import { fieldLabel, snakeName } from './field-label.ts';
import { fieldValue, isBlank, type ValueContext } from './field-value.ts';
import { isList } from './value-text.ts';

/** The values of these need no name: they are what was said … */
const SAID = /^(?:message|text|content|description|details)$/;
/** … or only hold other fields. */
const HOLDS = /^(?:context|metadata|meta|extra|details|attributes|properties)$/;

/** Shown before others, in this order: what was said, what went wrong or came out of it, links. */
const FIRST = [
  SAID,
  /^(?:error|error_message|reason|result|summary)$/,
  /(?:^|_)(?:url|link|links)$/,
];

export interface FieldLimits extends ValueContext {
  /** More are counted. */
  readonly most: number;
}

/** `name: value` each. */
export function fieldLines(data: JsonObject, { most, ...context }: FieldLimits): RichText[] {
  const filled = Object.entries(data).filter(([, value]) => !isBlank(value));
  const ordered = filled.sort(([a], [b]) => rank(a) - rank(b));
  const lines: RichText[] = [];
  let count = 0;
  for (const [name, field] of ordered) {
    // What is not worth a word is neither shown nor counted.
    const value = lines.length < most ? fieldValue(name, field, context) : undefined;
    if (value === undefined) count += lines.length < most ? 0 : 1;
    else lines.push(isUnnamed(name, field) ? value : named(name, value, context));
  }
  return count === 0 ? lines : [...lines, context.voice.speak('event-more-fields', { count })];
}

function rank(name: string): number {
  const at = FIRST.findIndex((names) => names.test(snakeName(name)));
  return at === -1 ? FIRST.length : at;
}

function isUnnamed(name: string, value: JsonValue): boolean {
  const isObject = typeof value === 'object' && !isList(value);
  return (isObject ? HOLDS : SAID).test(snakeName(name));
}

function named(name: string, value: RichText, { voice }: ValueContext): RichText {
  const label = fieldLabel(name, voice);
  if (!value.text.includes('\n')) return voice.speak('event-field', { name: label, value });
  // Several lines are a quote, so that none passes for a line of the message.
  const quote = quoteIfMultiline(value);
  return voice.speak('event-field-block', { name: label, value: quote });
}
