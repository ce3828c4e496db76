// The text of one event: a heading and details. The locale's text for its type names the fields to
// show; fields that it does not name follow, and types without a text are shown field by field.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe, settledBy } from '../../event/event-types.ts';
import type { Voice } from '../locale/voice.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { fieldLines } from '../values/field-lines.ts';
import { valueText } from '../values/value-text.ts';
import { type Fact, valueContext } from './event-facts.ts';
import { factOf } from './fact.ts';
import { type ShownFacts, unseenFields } from './unseen-fields.ts';

export interface EventText {
  /** Icon and title: `🔧 Started`. */
  readonly heading: RichText;
  /** The details, one or more lines; may be empty. */
  readonly text: RichText;
}

/** Fields without a text: of an event of which nothing else is shown, and after other text. */
const ALONE = { most: 8, units: 150 } as const;
const AFTER = { most: 8, units: 100 } as const;
/** Fields share a line up to this length, in UTF-16 units. */
const MAX_SHARED = 60;

export function eventText(event: CanonicalEvent, voice: Voice): EventText {
  const key = keyOf(event, voice);
  if (key === undefined) return genericText(event, voice);
  const heading = [key, `${key}.title`]
    .map((title) => textOf(title, event, voice))
    .find(({ rich }) => rich.text !== '');
  if (heading === undefined) return genericText(event, voice);
  const text = textOf(`${key}.text`, event, voice);
  const shown = {
    names: new Set([...heading.names, ...text.names]),
    texts: new Set([...heading.texts, ...text.texts]),
  };
  return {
    heading: withSource(heading.rich, event, voice),
    text: withUnseen(text.rich, { event, voice, shown }),
  };
}

interface Unseen {
  readonly event: CanonicalEvent;
  readonly voice: Voice;
  readonly shown: ShownFacts;
}

function withUnseen(text: RichText, { event, voice, shown }: Unseen): RichText {
  const limits = text.text === '' ? ALONE : AFTER;
  const data = unseenFields(event, shown);
  const lines = fieldLines(data, { ...valueContext(event, voice), ...limits });
  if (text.text === '') return join(lines, '\n');
  const [first, ...others] = lines;
  if (first === undefined) return text;
  const begun = isShareable(text, first) ? join([text, first], ' · ') : join([text, first], '\n');
  return others.reduce(
    (whole, line) => join([whole, line], isShareable(whole, line) ? ' · ' : '\n'),
    begun,
  );
}

/** Whether a line may go on behind the last line of the text. */
function isShareable({ text, spans }: RichText, line: RichText): boolean {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const isBlock = spans.some(
    ({ type, offset, length }) =>
      (type === 'pre' || type === 'quote') && offset + length === text.length,
  );
  const isLong = last.length + line.text.length > MAX_SHARED;
  return !isBlock && !isLong && !line.text.includes('\n');
}

/** Decisions and comments that jobwire did not record itself are shown with their source. */
function withSource(heading: RichText, event: CanonicalEvent, voice: Voice): RichText {
  const key = outsideKey(event.type);
  if (key === undefined || event.own !== undefined) return heading;
  const source = valueText(event.source.component, voice);
  return join([heading, voice.speak(key, { source })], ' · ');
}

function outsideKey(type: string): string | undefined {
  if (type === 'job.approval_comment') return 'event-outside-comment';
  const settled = settledBy(type);
  return settled === 'approved' || settled === 'denied' ? 'event-outside' : undefined;
}

function keyOf(event: CanonicalEvent, voice: Voice): string | undefined {
  const { known, failure } = describe(event);
  const key = `event-${event.type.replaceAll('.', '-')}`;
  if (!known || !voice.has(key)) return undefined;
  const suffixes = [
    ...(failure ? ['-failed'] : []),
    ...(event.data.status === 'ready' ? ['-ready'] : []),
  ];
  return suffixes.map((suffix) => `${key}${suffix}`).find((special) => voice.has(special)) ?? key;
}

/** Empty if there is no such text, or none of its variables is known. */
function textOf(key: string, event: CanonicalEvent, voice: Voice) {
  if (!voice.has(key)) return { rich: EMPTY, names: [], texts: [] };
  const facts = new Map(
    voice.variables(key).map((name) => [name, factOf(name, { event, voice })] as const),
  );
  const parts = voice.parts(voice.locale, key);
  leaveOutRepeated(parts, facts);
  const names = parts.filter((part) => part.every((name) => facts.get(name) !== undefined)).flat();
  const texts = names.flatMap((name) => {
    const fact = facts.get(name);
    return typeof fact === 'object' ? [fact.text] : [];
  });
  return { rich: voice.speak(key, Object.fromEntries(facts)), names, texts };
}

/** A part that only says again what one before it says: a branch that is called like its session. */
function leaveOutRepeated(parts: readonly (readonly string[])[], facts: Map<string, Fact>): void {
  const said = new Set<string>();
  for (const part of parts) {
    const [name = '', ...others] = part;
    const fact = facts.get(name);
    // Short ids of different things may be alike.
    if (typeof fact !== 'object' || name.endsWith('_id')) continue;
    if (others.length === 0 && said.has(fact.text)) facts.set(name, undefined);
    said.add(fact.text);
  }
}

function genericText(event: CanonicalEvent, voice: Voice): EventText {
  const key = describe(event).failure ? 'event-unknown-failed' : 'event-unknown';
  const type = valueText(event.type, voice);
  const shown = { names: new Set<string>(), texts: new Set<string>() };
  return {
    heading: voice.speak(key, { type }),
    text: withUnseen(EMPTY, { event, voice, shown }),
  };
}
