// What one event says: a heading, and what it tells. Its locale text names the fields it wants;
// types without a text are shown field by field.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe, settledBy } from '../../event/event-types.ts';
import type { Voice } from '../locale/voice.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { fieldLines, valueText } from '../values/value-text.ts';
import { factOf } from './fact.ts';

export interface EventText {
  /** Icon and title: `🔧 Started`. */
  readonly heading: RichText;
  /** One or more lines; empty when there is nothing to tell. */
  readonly text: RichText;
}

export function eventText(event: CanonicalEvent, voice: Voice): EventText {
  const key = keyOf(event, voice);
  if (key === undefined) return tellGenerically(event, voice);
  const heading = [key, `${key}.title`]
    .map((title) => tell(title, event, voice))
    .find((title) => title.text !== '');
  if (heading === undefined) return tellGenerically(event, voice);
  const text = tell(`${key}.text`, event, voice);
  const saysNothing = text.text === '' && voice.variables(key).length === 0;
  return {
    heading: withSource(heading, event, voice),
    text: saysNothing ? fields(event, voice) : text,
  };
}

/** Only jobwire's own word is a decision, or a comment of a person; anybody else's is theirs. */
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
  const endings = [
    ...(failure ? ['-failed'] : []),
    ...(event.data.status === 'ready' ? ['-ready'] : []),
  ];
  return endings.map((ending) => `${key}${ending}`).find((special) => voice.has(special)) ?? key;
}

/** Empty where there is no such text, or all that it names is unknown. */
function tell(key: string, event: CanonicalEvent, voice: Voice): RichText {
  if (!voice.has(key)) return EMPTY;
  const named = voice.variables(key);
  const facts = named.map((name) => [name, factOf(name, { event, voice, named })] as const);
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
