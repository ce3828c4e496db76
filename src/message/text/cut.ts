// Cuts text to a size: never inside a character, a link or an instant, and never silently.
import type { RichText, Span } from './rich-text.ts';

/** What one message holds: UTF-16 units and spans. */
export const MESSAGE_LIMIT = { units: 4_096, spans: 100 } as const;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** No real character is longer; stacks of accents may be cut. */
const MAX_GRAPHEME = 64;
const ISOLATES = /[\u2066-\u2069]/g;
const POP_ISOLATE = '\u2069';

/** At most `maxUnits`, including the mark that shows the cut. */
export function shorten(rich: RichText, maxUnits: number, mark = '…'): RichText {
  if (rich.text.length <= maxUnits) return rich;
  return maxUnits < mark.length
    ? cutOff(rich, maxUnits, '')
    : cutOff(rich, maxUnits - mark.length, mark);
}

function cutOff(rich: RichText, units: number, mark: string): RichText {
  for (let limit = units; ; limit -= 1) {
    const { text, spans } = slice(rich, 0, cutBefore(rich, 0, limit));
    const open = openIsolates(text);
    // The ends of isolates need room too.
    if (text.length + open <= units) {
      return { text: text + mark + POP_ISOLATE.repeat(open), spans };
    }
  }
}

/** How many isolates (src/message/locale/isolate.ts) of its last line have no end. */
function openIsolates(text: string): number {
  let open = 0;
  for (const character of text.slice(text.lastIndexOf('\n') + 1).match(ISOLATES) ?? []) {
    open = character === POP_ISOLATE ? Math.max(0, open - 1) : open + 1;
  }
  return open;
}

/** The first `units`; a mark follows if there was more. */
export function firstUnits(rich: RichText, units: number): RichText {
  return shorten(rich, units + 1);
}

/** As much as one message holds; styles below the first line give way before text does. */
export function fitToMessage(whole: RichText): RichText {
  const { units, spans } = MESSAGE_LIMIT;
  const rich = whole.spans.length > spans ? withFewStyles(whole) : whole;
  const tooMany = rich.spans[spans];
  if (tooMany === undefined) return shorten(rich, units);
  return atMostSpans(cutOff(rich, Math.min(tooMany.offset, units - 1), '…'));
}

function withFewStyles({ text, spans }: RichText): RichText {
  const firstLine = text.indexOf('\n');
  const kept = spans.filter(({ type, offset }) => {
    const isStyle = type === 'bold' || type === 'italic' || type === 'strikethrough';
    return !isStyle || offset < firstLine;
  });
  return { text, spans: kept };
}

/**
 * Pieces of at most `maxUnits` (2 or more) and 100 spans, which joined are the whole. Cuts fall
 * after a line or a word if one ends in the second half of a piece.
 */
export function split(rich: RichText, maxUnits: number): RichText[] {
  const pieces: RichText[] = [];
  let from = 0;
  do {
    const to = pieceEnd(rich, from, Math.max(2, maxUnits));
    pieces.push(atMostSpans(slice(rich, from, to)));
    from = to;
  } while (from < rich.text.length);
  return pieces;
}

/** From `start` up to `end`, with the spans clipped to it. */
export function slice({ text, spans }: RichText, start: number, end: number): RichText {
  const clipped: Span[] = [];
  for (const span of spans) {
    const offset = Math.max(span.offset, start);
    const length = Math.min(span.offset + span.length, end) - offset;
    if (length > 0) clipped.push({ ...span, offset: offset - start, length });
  }
  return { text: text.slice(start, end), spans: clipped };
}

/** Its lines without their ends, to be put on one line: blank ones and quotes are left out, blocks become code. */
export function lines(rich: RichText): RichText[] {
  const spans = rich.spans
    .filter(({ type }) => type !== 'quote')
    .map((span): Span => (span.type === 'pre' ? asCode(span) : span));
  const found: RichText[] = [];
  for (const { 0: line, index } of rich.text.matchAll(/[^\n]*\S[^\n]*/g)) {
    found.push(slice({ text: rich.text, spans }, index, index + line.length));
  }
  return found;
}

function asCode({ offset, length }: Span): Span {
  return { type: 'code', offset, length };
}

function pieceEnd(rich: RichText, from: number, maxUnits: number): number {
  const inside = rich.spans.filter((span) => span.offset + span.length > from);
  const tooMany = inside[MESSAGE_LIMIT.spans]?.offset ?? Infinity;
  const limit = Math.min(from + maxUnits, tooMany > from ? tooMany : Infinity);
  if (limit >= rich.text.length) return rich.text.length;
  const end = cutBefore(rich, from, limit);
  if (end === from) return wholePoint(rich.text, limit);
  return wordBreak(rich, from + (end - from) / 2, end) ?? end;
}

/** The last position up to `limit` where a cut is safe; `from` if there is none. */
function cutBefore(rich: RichText, from: number, limit: number): number {
  const outside = outsideAtoms(rich.spans, limit);
  const whole = wholeGrapheme(rich.text, from, outside);
  return Math.max(from, wholePoint(rich.text, outsideAtoms(rich.spans, whole)));
}

/** Links and instants are never split: a cut inside moves before them. */
function outsideAtoms(spans: readonly Span[], at: number): number {
  return spans.reduce((end, span) => {
    const atom = span.type === 'link' || span.type === 'time';
    return atom && span.offset < end && end < span.offset + span.length ? span.offset : end;
  }, at);
}

function wholeGrapheme(text: string, from: number, at: number): number {
  if (at <= from) return from;
  const start = wholePoint(text, Math.max(from, at - MAX_GRAPHEME));
  const around = graphemes.segment(text.slice(start, at + MAX_GRAPHEME));
  const begin = start + (around.containing(at - start)?.index ?? at - start);
  return begin > start ? begin : wholePoint(text, at);
}

/** Steps back from the middle of a surrogate pair. */
function wholePoint(text: string, at: number): number {
  const splits =
    /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
  return splits ? at - 1 : at;
}

/** After the last line end, else the last space, between `earliest` and `end`. */
function wordBreak(rich: RichText, earliest: number, end: number): number | undefined {
  for (const character of ['\n', ' ']) {
    const at = rich.text.lastIndexOf(character, end - 1) + 1;
    if (at > earliest && outsideAtoms(rich.spans, at) === at) return at;
  }
  return undefined;
}

function atMostSpans({ text, spans }: RichText): RichText {
  return { text, spans: spans.slice(0, MESSAGE_LIMIT.spans) };
}
