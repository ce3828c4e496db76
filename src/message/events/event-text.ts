// The text of one event: a heading and details. The locale's text for its type names the fields to
// show; types without a text are shown field by field.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe, settledBy } from '../../event/event-types.ts';
import type { Voice } from '../locale/voice.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { fieldLines, valueText } from '../values/value-text.ts';
import { factOf } from './fact.ts';

export interface EventText {
  /** Icon and title: `🔧 Started`. */
  readonly heading: RichText;
  /** The details, one or more lines; may be empty. */
  readonly text: RichText;
}

export function eventText(event: CanonicalEvent, voice: Voice): EventText {
  const key = keyOf(event, voice);
  if (key === undefined) return genericText(event, voice);
  const heading = [key, `${key}.title`]
    .map((title) => textOf(title, event, voice))
    .find((title) => title.text !== '');
  if (heading === undefined) return genericText(event, voice);
  const text = textOf(`${key}.text`, event, voice);
  const isBare = text.text === '' && voice.variables(key).length === 0;
  return {
    heading: withSource(heading, event, voice),
    text: isBare ? fields(event, voice) : text,
  };
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
function textOf(key: string, event: CanonicalEvent, voice: Voice): RichText {
  if (!voice.has(key)) return EMPTY;
  const named = voice.variables(key);
  const facts = named.map((name) => [name, factOf(name, { event, voice, named })] as const);
  return voice.speak(key, Object.fromEntries(facts));
}

function genericText(event: CanonicalEvent, voice: Voice): EventText {
  const key = describe(event).failure ? 'event-unknown-failed' : 'event-unknown';
  const type = valueText(event.type, voice);
  return { heading: voice.speak(key, { type }), text: fields(event, voice) };
}

function fields({ data }: CanonicalEvent, voice: Voice): RichText {
  return join(fieldLines(data, voice), '\n');
}
