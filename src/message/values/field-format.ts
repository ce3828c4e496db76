// How the value of a field is formatted, by the name of the field: money, durations, instants, sizes, links.
import type { JsonValue } from '../../event/canonical-event.ts';
import { readInstantMs, readWrittenInstantMs } from '../../event/instant.ts';
import { quantity } from '../../event/quantity.ts';
import { instantSpan, shortId, type Voice } from '../locale/voice.ts';
import { codeExcerpt } from '../text/excerpt.ts';
import { inert } from '../text/inert.ts';
import { EMPTY, oneLine, plain, type RichText, styled } from '../text/rich-text.ts';
import { moneyText, progressText } from './amount-text.ts';
import { snakeName } from './field-label.ts';
import { linkLines, linkText } from './link-text.ts';
import { bytesText, numberText } from './quantity-text.ts';
import { durationText } from './value-text.ts';

export interface FieldContext {
  readonly voice: Voice;
  /** RFC 3339; instants of this day are shown without it. */
  readonly since: string;
  /** Markdown is shown as it was written: somebody decides on what is shown. */
  readonly isLiteral: boolean;
}

/** `undefined`: the value is not in this form; empty: it is not worth a word. */
type Format = (value: JsonValue, context: FieldContext) => RichText | undefined;

const MAX_DURATION_S = 1e9;
const MAX_CODE = 120;
const SHORT_COMMIT = 10;
const DIFF_STAT = /^\+(\d{1,9}),? -(\d{1,9})$/;
const COMMIT = /^[0-9a-f]{40}$/i;
/** An instant that is written out, whatever its field is called. */
const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/(?:^|_)(?:seconds|secs|s)$/, inSeconds(1)],
  [/(?:^|_)ms$/, inSeconds(0.001)],
  [/_(?:minutes|mins)$/, inSeconds(60)],
  [/_hours$/, inSeconds(3_600)],
  [/_usd$/, money('USD')],
  [/_eur$/, money('EUR')],
  [/_gbp$/, money('GBP')],
  [/(?:^|_)bytes$/, bytes],
  [/(?:^|_)(?:percent|pct|percentage)$/, percent],
  [/(?:^|_)progress$/, fraction],
  [/(?:^|_)(?:url|uri|href|link)$/, (value, { voice }) => linkText(value, voice)],
  [/_(?:links|urls)$/, (value, { voice }) => linkLines(value, voice)],
  [/_id$/, (value) => (isText(value) ? shortId(value) : undefined)],
  [/(?:^|_)diff_stat$/, diffStat],
  [/(?:^|_)(?:at|time|timestamp|deadline)$/, instant],
  [/(?:^|_)(?:sha|commit|revision)$/, commit],
  [/(?:^|_)(?:branch|branch_name|branch_base|file|path|dir|cwd|workspace|command|cmd)$/, code],
];
/** Numbers that are no quantities. */
const NUMBER_NAMES = /(?:^|_)(?:id|number|port|year|pid|line|version|issue|code|ref|phone)$/;

/** By its name and shape; `undefined` if neither says anything. */
export function formatted(name: string, value: JsonValue, context: FieldContext) {
  const snake = snakeName(name);
  for (const [names, format] of FORMATS) {
    const text = names.test(snake) ? format(value, context) : undefined;
    if (text !== undefined) return text;
  }
  if (typeof value === 'number') {
    return inert(numberText(value, context.voice, { isName: NUMBER_NAMES.test(snake) }));
  }
  if (!isText(value)) return undefined;
  if (INSTANT.test(value)) return instant(value, context);
  return /^https?:\/\/\S+$/i.test(value) ? linkText(value, context.voice) : undefined;
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function inSeconds(unit: number): Format {
  return (value, { voice }) => {
    const seconds = (quantity(value) ?? Number.NaN) * unit;
    return seconds >= 0 && seconds <= MAX_DURATION_S ? durationText(seconds, voice) : undefined;
  };
}

function money(currency: string): Format {
  return (value, { voice }) => {
    const amount = quantity(value);
    const text = amount === undefined ? undefined : moneyText(amount, voice, currency);
    return text === undefined ? undefined : plain(text);
  };
}

function bytes(value: JsonValue, { voice }: FieldContext): RichText | undefined {
  const size = quantity(value);
  const text = size === undefined ? undefined : bytesText(size, voice);
  return text === undefined ? undefined : plain(text);
}

function percent(value: JsonValue, { voice }: FieldContext): RichText | undefined {
  const number = quantity(value);
  return number === undefined
    ? undefined
    : voice.speak('event-percent', { percent: plain(numberText(number, voice)) });
}

function fraction(value: JsonValue, { voice }: FieldContext): RichText | undefined {
  const number = quantity(value);
  return number === undefined ? undefined : progressText(number, voice);
}

function instant(value: JsonValue, { voice, since }: FieldContext): RichText | undefined {
  const ms = typeof value === 'string' ? readWrittenInstantMs(value) : readInstantMs(value);
  return ms === undefined ? undefined : instantSpan(new Date(ms).toISOString(), since, voice);
}

/** A change of nothing is not worth a word. */
function diffStat(value: JsonValue): RichText | undefined {
  const [, added, removed] = DIFF_STAT.exec(typeof value === 'string' ? value : '') ?? [];
  if (added === undefined || removed === undefined) return undefined;
  const isNothing = Number(added) === 0 && Number(removed) === 0;
  return isNothing ? EMPTY : inert(`+${added} −${removed}`);
}

function commit(value: JsonValue): RichText | undefined {
  if (!isText(value)) return undefined;
  return codeOf(COMMIT.test(value) ? value.slice(0, SHORT_COMMIT) : value);
}

function code(value: JsonValue): RichText | undefined {
  return isText(value) ? codeOf(value) : undefined;
}

function codeOf(text: string): RichText {
  return styled(oneLine(codeExcerpt(text, MAX_CODE)), { type: 'code' });
}
