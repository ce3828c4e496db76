// Failures: each in a message of its own, or, when many come at once, each on a line of its own.
import { causeOnly } from '../events/error-cause.ts';
import { eventText } from '../events/event-text.ts';
import { boldTitle, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice, TitledEvent } from '../notice.ts';
import { fitToMessage, lines, shorten } from '../text/cut.ts';
import { pack } from '../text/pack.ts';
import { join } from '../text/rich-text.ts';
import { headlineFor, headlineText, namelessId, withoutTitle } from './headline.ts';
import { renderEvent } from './render-event.ts';

type Alerts = Extract<Notice, { kind: 'alerts' }>;

/** So many have a message each. */
const MAX_APART = 3;
/** So many have a line each in one message, if they are short. */
const MAX_LINES = 60;
/** UTF-16 units of a line: the more there are in a message, the shorter each is. */
const LINE_UNITS = 160;
/** UTF-16 units of the lines of a message; the rest is for its heading. */
const LIST_UNITS = 3_880;

export function renderAlerts({ events, more }: Alerts, voice: Voice): Message[] {
  const isApart = events.length <= MAX_APART;
  const messages = isApart
    ? events.flatMap((event) => renderEvent({ kind: 'event', ...event, alert: true }, voice))
    : listOf(events, voice);
  const rest = more === 0 ? [] : [voice.speak('digest-more', { count: more })];
  return [...messages, ...rest.map((body) => ({ body, silent: false }))];
}

function listOf(events: Alerts['events'], voice: Voice): Message[] {
  const heading = boldTitle(voice.speak('alerts-many', { count: events.length }));
  const inEach = Math.ceil(events.length / Math.ceil(events.length / MAX_LINES));
  const units = Math.min(LINE_UNITS, Math.floor(LIST_UNITS / inEach) - 1);
  const listed = events.map((event) => ({ body: lineOf(event, units, voice), events: 1 }));
  const { bodies } = pack([{ heading, lines: listed }], events.length);
  return bodies.map((body) => ({ body: fitToMessage(body), silent: false }));
}

function lineOf(titled: TitledEvent, units: number, voice: Voice) {
  const { heading, text } = eventText(causeOnly(titled.event), voice);
  const headline = headlineFor(titled, heading, voice);
  const details = join(lines(withoutTitle(text, headline)), ' · ');
  const begin = join([headlineText(headline, { isBold: false }), ...namelessId(titled)], ' · ');
  return shorten(details.text === '' ? begin : join([begin, ': ', details]), units);
}
