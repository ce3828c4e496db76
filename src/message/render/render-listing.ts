// All events of a digest in the order in which they came: in messages if they are few, else as a file.
import { readWrittenInstantMs } from '../../event/instant.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice, TitledEvent } from '../notice.ts';
import { pack } from '../text/pack.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { digestLine } from './digest-line.ts';

type Listing = Extract<Notice, { kind: 'listing' }>;

const MAX_MESSAGES = 2;
const OPTIONS = { isUnderHeading: false, isShort: false } as const;

export function renderListing(listing: Listing, voice: Voice): Message[] {
  const { events } = listing;
  const since = events.at(-1)?.event.time ?? '';
  const lines = events.map((titled) => {
    const at = instantSpan(titled.event.time, since, voice);
    return { body: join([at, ' ', digestLine(titled, OPTIONS, voice)]), events: 1 };
  });
  const { bodies, leftOut } = pack([{ heading: EMPTY, lines }], MAX_MESSAGES);
  if (leftOut > 0 || listing.isCut) return [fileOf(listing, voice)];
  return bodies.map((body) => ({ body, silent: true }));
}

function fileOf({ events, isCut }: Listing, voice: Voice): Message {
  const lines = events.map(
    (titled) => `${stampOf(titled)}  ${withAddresses(digestLine(titled, OPTIONS, voice))}\n`,
  );
  const [first] = events;
  const name = first === undefined ? 'none' : stampOf(first).replaceAll(/[ :]/g, '-');
  const key = isCut ? 'digest-file-cut' : 'digest-file';
  return {
    body: voice.speak(key, { count: events.length }),
    document: { name: `events-${name}.txt`, text: lines.join('') },
    silent: true,
  };
}

/** `2026-03-02 09:00:01Z`: a file can't show times in the reader's zone. */
function stampOf({ event: { time } }: TitledEvent): string {
  const epochMs = readWrittenInstantMs(time);
  if (epochMs === undefined) return time;
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** A file has no links, so it has their addresses. */
function withAddresses({ text, spans }: RichText): string {
  return spans.reduceRight(
    (shown, span) =>
      span.type === 'link'
        ? shown.slice(0, span.offset) + span.url + shown.slice(span.offset + span.length)
        : shown,
    text,
  );
}
