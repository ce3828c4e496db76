// Failures: each in a message of its own, or, when many come at once, each on a line of its own.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { eventText } from '../events/event-text.ts';
import { boldTitle, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage, lines, shorten } from '../text/cut.ts';
import { pack } from '../text/pack.ts';
import { join } from '../text/rich-text.ts';
import { renderEvent } from './render-event.ts';

type Alerts = Extract<Notice, { kind: 'alerts' }>;

/** So many have a message each. */
const MAX_APART = 3;
/** UTF-16 units of a line. */
const LINE_UNITS = 160;

export function renderAlerts({ events, more }: Alerts, voice: Voice): Message[] {
  const apart = events.length <= MAX_APART ? events : [];
  const single = apart.flatMap((event) =>
    renderEvent({ kind: 'event', event, alert: true }, voice),
  );
  const together = apart.length === 0 ? listOf(events, voice) : [];
  const rest =
    more === 0 ? [] : [{ body: voice.speak('digest-more', { count: more }), silent: false }];
  return [...single, ...together, ...rest];
}

function listOf(events: Alerts['events'], voice: Voice): Message[] {
  if (events.length === 0) return [];
  const heading = boldTitle(voice.speak('alerts-many', { count: events.length }));
  const { bodies } = pack(
    [{ heading, lines: events.map((event) => ({ body: lineOf(event, voice), events: 1 })) }],
    events.length,
  );
  return bodies.map((body) => ({ body: fitToMessage(body), silent: false }));
}

function lineOf(event: CanonicalEvent, voice: Voice) {
  const { heading, text } = eventText(event, voice);
  const details = join(lines(text), ' · ');
  return shorten(details.text === '' ? heading : join([heading, ': ', details]), LINE_UNITS);
}
