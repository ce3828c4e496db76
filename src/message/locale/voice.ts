// One locale's texts, and small things that are formatted alike everywhere: ids, times, titles.
import { readWrittenInstantMs } from '../../event/instant.ts';
import { excerpt, revealedCode } from '../text/excerpt.ts';
import { inert } from '../text/inert.ts';
import { oneLine, type RichText, type Span, styled } from '../text/rich-text.ts';
import { dateLocale } from './format-locale.ts';
import type { Speak, Translator } from './translate.ts';

export interface Voice extends Pick<Translator, 'has' | 'variables' | 'parts'> {
  readonly locale: string;
  readonly speak: Speak;
}

/** With or without its hyphens, or a hash like those that jobwire makes. */
const UUID = /^([0-9a-f]{8})(?:-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,56})$/i;
/** Versions 6 and 7 begin with the time (RFC 9562): within a minute their first eight digits are the same. */
const UUID_OF_TIME =
  /^([0-9a-f]{8}-?[0-9a-f]{4})-?[67][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const MAX_ID = 80;

/** An id that a tap copies, on one line; hidden characters in it are revealed. */
export function idText(id: string): RichText {
  return styled(revealedCode(id, MAX_ID), { type: 'code' });
}

function isUuid(id: string): boolean {
  return UUID.test(id);
}

/** The beginning of a UUID, which commands accept too; any other id in full. */
export function shortId(id: string): RichText {
  return idText(withoutTail(id));
}

/** A project or session that is named by its id, on one line; of a UUID the beginning. `units`: UTF-16 units. */
export function nameOfId(id: string, units: number): RichText {
  return isUuid(id) ? shortId(id) : oneLine(excerpt(id, units));
}

/** The first part of a UUID, the first two of one that begins with the time; any other id as it is. */
export function withoutTail(id: string): string {
  return (UUID_OF_TIME.exec(id) ?? UUID.exec(id))?.[1] ?? id;
}

/**
 * An instant as `14:02 UTC`, with its date when it is another day than `since` (both RFC 3339).
 * Telegram shows it in the reader's own time zone.
 */
export function instantSpan(at: string, since: string, { locale }: Voice): RichText {
  const epochMs = readWrittenInstantMs(at);
  if (epochMs === undefined) return inert(at);
  const moment = new Date(epochMs);
  const sameDay = moment.toISOString().slice(0, 10) === since.slice(0, 10);
  const text = new Intl.DateTimeFormat(dateLocale(locale), {
    timeZone: 'UTC',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(sameDay ? {} : { day: 'numeric', month: 'short' }),
  }).format(moment);
  const unixSeconds = Math.floor(moment.getTime() / 1_000);
  return styled(text, { type: 'time', unixSeconds, ...(sameDay ? { isToday: true } : {}) });
}

/** What separates the project from the rest of a headline, with the marks that keep its direction. */
const BEFORE_PROJECT = /[\s·\u2066-\u2069\u200E\u200F]+$/;

function boldEnd(heading: string, project: string): number {
  const at = project === '' ? -1 : heading.lastIndexOf(project);
  const isLast = at >= 0 && heading.slice(at + project.length).replace(BEFORE_PROJECT, '') === '';
  return isLast ? heading.slice(0, at).replace(BEFORE_PROJECT, '').length : heading.length;
}

/** Bold, except for a leading icon, and for the project at its end: that is where it is, not what it says. */
export function boldTitle(heading: RichText, project?: RichText): RichText {
  const end = boldEnd(heading.text, project?.text ?? '');
  const icon = /^[^\p{L}\p{N}\s]+\s/u.exec(heading.text)?.[0].length ?? 0;
  const bold = styled(heading, { type: 'bold' });
  const spans = bold.spans.flatMap((span): Span[] => {
    if (span.type !== 'bold') return [span];
    const offset = Math.max(Math.min(icon, end), span.offset);
    const length = Math.min(end, span.offset + span.length) - offset;
    return length > 0 ? [{ ...span, offset, length }] : [];
  });
  return { text: bold.text, spans };
}
