// The building blocks of the policy file's schema: texts that are read as something, and lists of them.
// Every issue's message is what was expected and an example.
import { z } from 'zod';
import { isEventPattern } from '../../event/event-pattern.ts';
import { readDuration } from './duration.ts';
import { normalise } from './normalise.ts';
import type { Reminder } from './policy.ts';

interface About {
  /** Follows "expected …". */
  readonly expected: string;
  readonly example: string;
}

export function say({ expected, example }: About): string {
  return `expected ${expected}, for example ${example}`;
}

/** A text with a meaning; `read` answers `undefined` for one without. */
function meaning<T>(about: About, read: (text: string) => T | undefined) {
  return z.string({ error: say(about) }).transform((text, issues): T => {
    const found = read(text);
    if (found !== undefined) return found;
    issues.addIssue({ code: 'custom', message: say(about) });
    return z.NEVER;
  });
}

/** Text of one of these forms and no other. */
const shaped = (about: About, form: RegExp) =>
  meaning(about, (text) => (form.test(text) ? text : undefined));

function whole(text: string, most: number): number | undefined {
  const number = /^-?[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(number) <= most ? number : undefined;
}

function positive(text: string, most: number): number | undefined {
  return text.startsWith('-') ? undefined : whole(text, most);
}

export function oneOf<const T extends string>(known: readonly T[], example: NoInfer<T>) {
  const about = { expected: `one of ${known.join(', ')}`, example };
  return meaning(about, (text) => known.find((one) => one === text));
}

export function listOf<S extends z.ZodType>(item: S, about: About) {
  return z.array(item, { error: say(about) });
}

/** A list with something in it, or its only item without the list. */
function someOf<S extends z.ZodType>(item: S, about: About) {
  const items = listOf(item, about).min(1, { error: say(about) });
  return z.preprocess((given) => (typeof given === 'string' ? [given] : given), items);
}

/** Exactly these keys. The example shows one of them. */
export function mapping<S extends z.ZodRawShape>(shape: S, example: string) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? say({ expected: `only ${keys}`, example })
        : say({ expected: `a mapping with ${keys}`, example }),
  });
}

/** Bounded, because matching takes pattern times text steps; a line end would be there by accident. */
const PATTERN = {
  expected: 'patterns of 1 to 200 characters in one line, one or a list',
  example: '"acme/*"',
};
export const patterns = someOf(
  // One of nothing but invisible characters would be there by accident too.
  meaning(PATTERN, (text) =>
    /^\P{Cc}{1,200}$/u.test(text) && normalise(text) !== '' ? text : undefined,
  ),
  PATTERN,
);

const TYPE = {
  expected: 'event types, one or a list, exact or with * as their last part',
  example: '["job.failed", "pipeline.*"]',
};
export const typePatterns = someOf(
  meaning(TYPE, (text) => (isEventPattern(text) ? text : undefined)),
  TYPE,
);

/** No chat's id: a chat can't decide. */
export const userId = shaped(
  {
    expected: 'a Telegram user id, or the id that a producer knows the person by',
    example: '1001',
  },
  /^(?!-\d+$)\S{1,128}$/u,
);

const MAX_PEOPLE = 100;
export const people = meaning(
  { expected: `a whole number from 1 to ${MAX_PEOPLE}`, example: '2' },
  (text) => positive(text, MAX_PEOPLE),
);

export const trueOrFalse = meaning({ expected: 'true or false', example: 'false' }, (text) => {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
});

export const duration = meaning(
  { expected: 'a whole number with s, m, h or d, up to 365d', example: '30m' },
  readDuration,
);

export const reminder = meaning<Reminder>(
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
const LARGEST_CHAT = 2 ** 52;
const LARGEST_TOPIC = 2 ** 31 - 1;

export const chatId = meaning(
  { expected: 'a Telegram chat id, negative for groups', example: '-1001234567890' },
  (text) => whole(text, LARGEST_CHAT),
);

export const topicId = meaning({ expected: 'the number of a topic', example: '7' }, (text) =>
  positive(text, LARGEST_TOPIC),
);
