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

export interface FieldLimits extends ValueContext {
  /** More are counted. */
  readonly most: number;
}

/** `name: value` each, the unnamed ones first. */
export function fieldLines(data: JsonObject, { most, ...context }: FieldLimits): RichText[] {
  const { voice } = context;
  const filled = Object.entries(data).filter(([, value]) => !isBlank(value));
  const ordered = [
    ...filled.filter(([name, value]) => isUnnamed(name, value)),
    ...filled.filter(([name, value]) => !isUnnamed(name, value)),
  ];
  const lines: RichText[] = [];
  let count = 0;
  for (const [name, field] of ordered) {
    // What is not worth a word is neither shown nor counted.
    const value = lines.length < most ? fieldValue(name, field, context) : undefined;
    if (value !== undefined)
      lines.push(isUnnamed(name, field) ? value : named(name, value, context));
    else if (lines.length >= most) count += 1;
  }
  return count === 0 ? lines : [...lines, voice.speak('event-more-fields', { count })];
}

function isUnnamed(name: string, value: JsonValue): boolean {
  const isObject = typeof value === 'object' && !isList(value);
  return (isObject ? HOLDS : SAID).test(snakeName(name));
}

function named(name: string, value: RichText, { voice }: ValueContext): RichText {
  const label = fieldLabel(name, voice);
  return voice.speak('event-field', { name: label, value: quoteIfMultiline(value) });
}
