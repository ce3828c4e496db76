// The building blocks of the policy file's schema: parsed strings, and lists of them. Every issue's message says
// what was expected, with an example.
import { z } from 'zod';
import { isEventPattern } from '../../event/event-pattern.ts';
import { readDuration } from './duration.ts';
import { normalise } from './normalise.ts';
import type { Reminder } from './policy.ts';

interface Expectation {
  /** Follows "expected …". */
  readonly expected: string;
  readonly example: string;
}

export function describeExpected({ expected, example }: Expectation): string {
  return `expected ${expected}, for example ${example}`;
}

/** A string in a format of its own; `read` returns `undefined` if it doesn't match. */
function parsedText<T>(about: Expectation, read: (text: string) => T | undefined) {
  return z.string({ error: describeExpected(about) }).transform((text, issues): T => {
    const found = read(text);
    if (found !== undefined) return found;
    issues.addIssue({ code: 'custom', message: describeExpected(about) });
    return z.NEVER;
  });
}

const textMatching = (about: Expectation, form: RegExp) =>
  parsedText(about, (text) => (form.test(text) ? text : undefined));

function wholeNumber(text: string, max: number): number | undefined {
  const number = /^-?[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(number) <= max ? number : undefined;
}

function positiveNumber(text: string, max: number): number | undefined {
  return text.startsWith('-') ? undefined : wholeNumber(text, max);
}

export function oneOf<const T extends string>(known: readonly T[], example: NoInfer<T>) {
  const about = { expected: `one of ${known.join(', ')}`, example };
  return parsedText(about, (text) => known.find((one) => one === text));
}

export function listOf<S extends z.ZodType>(item: S, about: Expectation) {
  return z.array(item, { error: describeExpected(about) });
}

/** A list with something in it, or its only item without the list. */
function oneOrMoreOf<S extends z.ZodType>(item: S, about: Expectation) {
  const items = listOf(item, about).min(1, { error: describeExpected(about) });
  return z.preprocess((given) => (typeof given === 'string' ? [given] : given), items);
}

/** Accepts exactly these keys. */
export function mapping<S extends z.ZodRawShape>(shape: S, example: string) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? describeExpected({ expected: `only ${keys}`, example })
        : describeExpected({ expected: `a mapping with ${keys}`, example }),
  });
}

/** Bounded, because matching takes pattern × text steps; a line break would be an accident. */
const PATTERN = {
  expected: 'patterns of 1 to 200 characters in one line, one or a list',
  example: '"acme/*"',
};
export const patterns = oneOrMoreOf(
  // So would a pattern of nothing but invisible characters.
  parsedText(PATTERN, (text) =>
    /^\P{Cc}{1,200}$/u.test(text) && normalise(text) !== '' ? text : undefined,
  ),
  PATTERN,
);

const TYPE = {
  expected: 'event types, one or a list, exact or with * as their last part',
  example: '["job.failed", "pipeline.*"]',
};
export const typePatterns = oneOrMoreOf(
  parsedText(TYPE, (text) => (isEventPattern(text) ? text : undefined)),
  TYPE,
);

/** Not the id of a group: a group can't decide. */
export const userId = textMatching(
  {
    expected: 'a Telegram user id, or the id that a producer uses for the person',
    example: '1001',
  },
  /^(?!-\d+$)\S{1,128}$/u,
);

const MAX_PEOPLE = 100;
export const people = parsedText(
  { expected: `a whole number from 1 to ${MAX_PEOPLE}`, example: '2' },
  (text) => positiveNumber(text, MAX_PEOPLE),
);

export const trueOrFalse = parsedText({ expected: 'true or false', example: 'false' }, (text) => {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
});

export const duration = parsedText(
  { expected: 'a whole number with s, m, h or d, up to 365d', example: '30m' },
  readDuration,
);

/** Nobody remembers longer what they approved in advance. */
const MAX_STANDING_MS = 7 * 86_400_000;

export const standingTime = parsedText(
  { expected: 'a whole number with s, m, h or d, up to 7d', example: '1h' },
  (text) => {
    const ms = readDuration(text);
    return ms === undefined || ms > MAX_STANDING_MS ? undefined : ms;
  },
);

export const reminder = parsedText<Reminder>(
  {
    expected: 'a share of the time from 1% to 99%, or the time before the end',
    example: '"50%" or 5m',
  },
  (text) => {
    const percent = /^([1-9]\d?)%$/.exec(text)?.[1];
    if (percent !== undefined) return { kind: 'share', share: Number(percent) / 100 };
    const ms = readDuration(text);
    return ms === undefined ? undefined : { kind: 'before', ms };
  },
);

/** Telegram: chat ids have at most 52 bits (core.telegram.org/bots/api#chat). */
const MAX_CHAT_ID = 2 ** 52;
const MAX_TOPIC_ID = 2 ** 31 - 1;

export const chatId = parsedText(
  { expected: 'a Telegram chat id, negative for groups', example: '-1001234567890' },
  (text) => wholeNumber(text, MAX_CHAT_ID),
);

export const topicId = parsedText({ expected: 'the number of a topic', example: '7' }, (text) =>
  positiveNumber(text, MAX_TOPIC_ID),
);
