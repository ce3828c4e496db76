// Several events in as few messages as possible: grouped, a line each, oldest first.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import { eventText } from '../events/event-text.ts';
import type { Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { DigestGroup, Notice, TitledEvent } from '../notice.ts';
import { lines, shorten } from '../text/cut.ts';
import { excerpt } from '../text/excerpt.ts';
import { type Block, pack } from '../text/pack.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { headlineFor, withoutTitle } from './headline.ts';

type Digest = Extract<Notice, { kind: 'digest' }>;

/** What goes beyond is only counted. */
const MAX_MESSAGES = 4;
/** UTF-16 units of a line; alerts get more. */
const NEWS_UNITS = 160;
const ALERT_UNITS = 240;
const LABEL_UNITS = 60;

export function renderDigest(digest: Digest, voice: Voice): Message[] {
  const whole = layOut(digest, voice);
  const { bodies, leftOut } = whole.leftOut === 0 ? whole : layOut(alertsOnly(digest), voice);
  const closing = closingLine(digest, leftOut, voice);
  return bodies.map((body, index) => {
    const isLast = index === bodies.length - 1 && closing !== undefined;
    const blank = body.text === '' ? '' : '\n\n';
    return {
      body: isLast ? join([body, blank, closing]) : body,
      silent: index > 0 || !digest.alert,
    };
  });
}

function layOut(digest: Digest, voice: Voice) {
  return pack(
    digest.groups.map((group) => blockOf(group, voice)),
    MAX_MESSAGES,
  );
}

function blockOf({ label, events, more }: DigestGroup, voice: Voice): Block {
  const shown = events.map((event) => ({ body: lineOf(event, voice), events: 1 }));
  const rest = { body: voice.speak('digest-more', { count: more }), events: more };
  return {
    heading: headingOf(label, events[0]?.event, voice),
    lines: more > 0 ? [...shown, rest] : shown,
  };
}

function headingOf(label: string, event: CanonicalEvent | undefined, { speak }: Voice): RichText {
  if (label === '') return speak('digest-group-other');
  const projectId = event?.projectId === label ? undefined : event?.projectId;
  return speak('digest-group', {
    label: excerpt(label, LABEL_UNITS),
    project: projectId === undefined ? undefined : excerpt(projectId, LABEL_UNITS),
  });
}

function lineOf(titled: TitledEvent, voice: Voice): RichText {
  const { event } = titled;
  const { heading: own, text } = eventText(event, voice);
  const headline = headlineFor(titled, own, voice);
  const details = join(lines(withoutTitle(text, headline)), ' · ');
  const units = describe(event).weight === 'alert' ? ALERT_UNITS : NEWS_UNITS;
  return shorten(
    details.text === '' ? headline.state : join([headline.state, ': ', details]),
    units,
  );
}

/** News gives way if not everything fits. */
function alertsOnly(digest: Digest): Digest {
  const groups = digest.groups.map(({ label, events, more }) => {
    const alerts = events.filter(({ event }) => describe(event).weight === 'alert');
    return { label, events: alerts, more: more + events.length - alerts.length };
  });
  return { ...digest, groups };
}

function closingLine(
  { moreEvents, moreGroups }: Digest,
  leftOut: number,
  { speak }: Voice,
): RichText | undefined {
  const count = leftOut + moreEvents;
  if (count === 0) return undefined;
  return leftOut === 0 && moreGroups > 0
    ? speak('digest-more-groups', { events: count, groups: moreGroups })
    : speak('digest-more', { count });
}
