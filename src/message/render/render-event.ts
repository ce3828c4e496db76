// One event alone, in full.
import { describe } from '../../event/event-types.ts';
import { causeFirst } from '../events/error-cause.ts';
import { eventText } from '../events/event-text.ts';
import { shortId, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { foldedLines } from '../text/excerpt.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { headlineFor, headlineText, withoutTitle } from './headline.ts';

/** Of an error, before its last. */
const MAX_LINES = 10;

type EventNotice = Extract<Notice, { kind: 'event' }>;

export function renderEvent(notice: EventNotice, voice: Voice): Message[] {
  const { event, alert } = notice;
  const { shown, rest } = describe(event).failure
    ? causeFirst(event, MAX_LINES)
    : { shown: event, rest: [] };
  const { heading, text } = eventText(shown, voice);
  const headline = headlineFor(notice, heading, voice);
  const below = headline.isWhole ? withoutTitle(text, headline) : text;
  const parts = [headlineText(headline), below, foldedLines(rest), idLine(notice)];
  const body = join(
    parts.filter((part) => part.text !== ''),
    '\n',
  );
  return [{ body: fitToMessage(body), silent: !alert }];
}

/** Session and job, short. */
function idLine({ event: { sessionId, jobId } }: EventNotice): RichText {
  const ids = [sessionId, jobId].filter((id) => id !== undefined && id !== '');
  return join(
    ids.map((id) => shortId(id ?? '')),
    ' · ',
  );
}
