// One event of a digest on one line. What a result says in numbers and links is never cut, however long the rest is.
import { describe } from '../../event/event-types.ts';
import { causeOnly } from '../events/error-cause.ts';
import { eventText } from '../events/event-text.ts';
import type { Voice } from '../locale/voice.ts';
import type { TitledEvent } from '../notice.ts';
import { lines, shorten } from '../text/cut.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { headlineFor, headlineText, namelessId, withoutTitle } from './headline.ts';

/** UTF-16 units of the details; where not everything fits, they are shorter. */
const NEWS_UNITS = 120;
const WORDS_UNITS = 240;
const SHORT_UNITS = 40;
/** So many numbers and links of a result are kept, and so long may a line of numbers be. */
const MAX_FACTS = 12;
const FACT_UNITS = 80;
const HAS_DIGIT = /\p{Nd}/u;

export interface LineOptions {
  /** The heading above it names the project. */
  readonly isUnderHeading: boolean;
  readonly isShort: boolean;
  /** All lines are of one job, which the heading names. */
  readonly isOfOneJob?: boolean;
}

/** `✅ Add rate limiting done · acme/gateway: $7.41 of $50 · github.com/acme/gateway/pull/123`. */
export function digestLine(titled: TitledEvent, options: LineOptions, voice: Voice): RichText {
  const { projectId, ...rest } = titled.event;
  const { isUnderHeading, isOfOneJob = false } = options;
  const shown = isUnderHeading ? { ...titled, event: rest } : titled;
  const { heading, text } = eventText(causeOnly(titled.event), voice);
  const headline = headlineFor(shown, heading, voice);
  const found = lines(withoutTitle(text, headline));
  const isResult = describe(titled.event).weight === 'result';
  const details = isResult ? resultDetails(found, options) : newsDetails(found, options);
  const ids = isOfOneJob || rest.jobId === undefined ? [] : namelessId(titled);
  const begin = join([headlineText(headline, { isBold: false }), ...ids], ' · ');
  return details.text === '' ? begin : join([begin, ': ', details]);
}

function newsDetails(details: readonly RichText[], { isShort }: LineOptions): RichText {
  return shorten(join(details, ' · '), isShort ? SHORT_UNITS : NEWS_UNITS);
}

/** Its numbers and links as they are; the words between them share what room there is. */
function resultDetails(details: readonly RichText[], { isShort }: LineOptions): RichText {
  const facts = new Set(details.filter(isFact).slice(-MAX_FACTS));
  let left = isShort ? SHORT_UNITS : WORDS_UNITS;
  const shown = details.flatMap((line) => {
    if (facts.has(line)) return [line];
    const words = shorten(line, Math.max(0, left));
    left -= words.text.length;
    return words.text === '' ? [] : [words];
  });
  return join(shown, ' · ');
}

function isFact({ text, spans }: RichText): boolean {
  const hasLink = spans.some(({ type }) => type === 'link');
  return hasLink || (text.length <= FACT_UNITS && HAS_DIGIT.test(text));
}
