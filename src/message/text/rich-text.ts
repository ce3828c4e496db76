// Text with its formatting kept beside it, never inside it, so that no data can become markup.
import { z } from 'zod';
import { ALL_MARKS } from './marks.ts';

const plainStyle = <T extends string>(type: T) => z.object({ type: z.literal(type) }).readonly();

/** Formats that a span may have; `link`, `time` and `mention` carry what they point at. */
const styleSchema = z.discriminatedUnion('type', [
  plainStyle('bold'),
  plainStyle('italic'),
  plainStyle('strikethrough'),
  plainStyle('code'),
  z.object({ type: z.literal('pre'), language: z.string().exactOptional() }).readonly(),
  plainStyle('quote'),
  /** A quote that is folded until it is tapped. */
  plainStyle('expandable'),
  z.object({ type: z.literal('link'), url: z.string() }).readonly(),
  /** An instant, shown in the reader's own time zone; epoch seconds. Of today: without its date. */
  z
    .object({
      type: z.literal('time'),
      unixSeconds: z.number(),
      isToday: z.literal(true).exactOptional(),
    })
    .readonly(),
  /** Mentions a person, who gets a notification; a Telegram user id. */
  z.object({ type: z.literal('mention'), userId: z.number() }).readonly(),
]);
export type Style = z.infer<typeof styleSchema>;

/** `offset` and `length` count UTF-16 units, as Telegram does. */
const rangeSchema = z.object({ offset: z.number(), length: z.number() }).readonly();
export type Span = Style & z.infer<typeof rangeSchema>;

export const richTextSchema = z
  .object({ text: z.string(), spans: z.array(styleSchema.and(rangeSchema)).readonly() })
  .readonly();
export type RichText = z.infer<typeof richTextSchema>;

export const EMPTY: RichText = { text: '', spans: [] };

/** Colours and cursor movements, as programs write them for terminals. */
const TERMINAL_CODES = /(?![\n\t\r])\p{Cc}\[[0-?]*[ -/]*[@-~]/gu;
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
/** Control characters but tab and newline, direction overrides and isolates, byte order mark. */
const INVISIBLE = /(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Text without formatting. Control characters, terminal codes and direction overrides are taken
 * out; half a surrogate pair becomes U+FFFD. Text from outside needs `inert` (inert.ts) as well.
 */
export function plain(text: string): RichText {
  return {
    text: text
      .replace(TERMINAL_CODES, '')
      .replace(LINE_ENDS, '\n')
      .replace(INVISIBLE, '')
      .replace(ALL_MARKS, '')
      .replace(LONE_SURROGATE, '\uFFFD'),
    spans: [],
  };
}

/**
 * The whole part in one style, by Telegram's rules of nesting: `code`, `pre`, `time` and `mention`
 * contain no other style, `link` only bold and the like; other styles skip the code inside them.
 */
export function styled(part: RichText | string, style: Style): RichText {
  const { text, spans } = typeof part === 'string' ? plain(part) : part;
  if (text === '') return { text, spans };
  if (isSealed(style)) {
    return { text, spans: [{ ...style, offset: 0, length: text.length }] };
  }
  const inner = spans.filter(
    (span) =>
      span.type !== style.type &&
      (style.type !== 'link' || isLight(span)) &&
      !(isQuote(style) && isQuote(span)),
  );
  const around = isQuote(style) ? [] : inner.filter(isSealed);
  return { text, spans: inOrder([...gaps(text.length, around, style), ...inner]) };
}

/** A value after a label: several lines become a quote, so that none passes for a line of the message. */
export function quoteIfMultiline(value: RichText): RichText {
  if (!value.text.includes('\n')) return value;
  return join(['\n', styled(value, { type: 'quote' })]);
}

/** What a quote shows before it is folded. */
const UNFOLDED = { units: 240, lines: 4 } as const;

/** A text of somebody else as a quote; a long one is folded until it is tapped. */
export function foldIfLong(value: RichText): RichText {
  const { units, lines } = UNFOLDED;
  const isLong = value.text.length > units || value.text.split('\n').length > lines;
  return styled(value, { type: isLong ? 'expandable' : 'quote' });
}

export function join(
  parts: readonly (RichText | string)[],
  separator: RichText | string = '',
): RichText {
  const between = typeof separator === 'string' ? plain(separator) : separator;
  const spans: Span[] = [];
  let text = '';
  parts.forEach((part, index) => {
    for (const piece of index === 0 ? [part] : [between, part]) {
      const rich = typeof piece === 'string' ? plain(piece) : piece;
      for (const span of rich.spans) spans.push({ ...span, offset: span.offset + text.length });
      text += rich.text;
    }
  });
  return { text, spans };
}

/** The same text on one line; spans stay where they are. */
export function oneLine({ text, spans }: RichText): RichText {
  return { text: text.replaceAll(/[\n\t]/g, ' '), spans };
}

function isCode({ type }: Style): boolean {
  return type === 'code' || type === 'pre';
}

/** Quotes contain no quotes. */
function isQuote({ type }: Style): boolean {
  return type === 'quote' || type === 'expandable';
}

function isSealed(style: Style): boolean {
  return isCode(style) || style.type === 'time' || style.type === 'mention';
}

function isLight({ type }: Style): boolean {
  return type === 'bold' || type === 'italic' || type === 'strikethrough';
}

/** Spans of `style` over everything outside `excluded`. */
function gaps(length: number, excluded: readonly Span[], style: Style): Span[] {
  const found: Span[] = [];
  let offset = 0;
  for (const span of [...excluded, { offset: length, length: 0 }]) {
    if (span.offset > offset) found.push({ ...style, offset, length: span.offset - offset });
    offset = Math.max(offset, span.offset + span.length);
  }
  return found;
}

function inOrder(spans: Span[]): Span[] {
  return spans.sort((a, b) => a.offset - b.offset || b.length - a.length);
}
