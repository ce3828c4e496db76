// Texts in the reader's language, from Fluent files. Values never pass through Fluent: marks stand in
// for them, so that styles survive and nothing in a value is interpreted.
import type { FluentVariable } from '@fluent/bundle';
import { JobwireError } from '../../runtime/errors.ts';
import { inert } from '../text/inert.ts';
import { ABSENT, MAX_VALUES, valueMark } from '../text/marks.ts';
import type { RichText } from '../text/rich-text.ts';
import { assemble } from './assemble.ts';
import { isRightToLeft } from './format-locale.ts';
import { type Locale, loadLocale, variableProblems } from './locale.ts';

/**
 * Values for the variables of a text. Strings are data: what Telegram would make tappable in them
 * is set as code. Numbers follow the language's plurals and digits. `undefined` means unknown: the
 * part of the text that uses it is left out.
 */
export type TextArgs = Readonly<Record<string, string | number | RichText | undefined>>;

/** The text of `key` (`key.attribute` for an attribute). Throws JobwireError `bug` if there is none. */
export type Speak = (key: string, args?: TextArgs) => RichText;

export interface Translator {
  /** The fallback comes first. */
  readonly locales: readonly string[];
  /** Texts of this locale; of the fallback where the text or the locale is missing. */
  speak(locale: string): Speak;
  /** Whether the fallback locale has a text for this key. */
  has(key: string): boolean;
  /** Names of the variables that the text of this key uses; none for an unknown key. */
  variables(key: string): readonly string[];
  /** The same in this locale, by part of the text: a part is left out if one of its variables is unknown. */
  parts(locale: string, key: string): readonly (readonly string[])[];
  /** The best locale for a language tag as Telegram gives it: `de` for `de-AT`. */
  match(languageCode: string | undefined): string;
}

/**
 * `resources`: Fluent text by locale. Throws JobwireError `bug` that names locale and key of every
 * mistake in them.
 */
export function createTranslator(
  resources: ReadonlyMap<string, string>,
  { fallback }: { readonly fallback: string },
): Translator {
  const locales = new Map([...resources].map(([tag, source]) => [tag, loadLocale(tag, source)]));
  const base = locales.get(fallback);
  if (base === undefined) {
    throw new JobwireError(
      'bug',
      `no texts for the fallback locale "${fallback}"; there are: ${[...locales.keys()].join(', ')}`,
    );
  }
  const problems = [...locales.values()].flatMap((locale) => [
    ...locale.problems,
    ...variableProblems(locale, base),
  ]);
  if (problems.length > 0) {
    throw new JobwireError('bug', `mistakes in the texts: ${problems.join('; ')}`);
  }
  return {
    locales: [fallback, ...[...locales.keys()].filter((tag) => tag !== fallback)],
    speak: (tag) => (key, args) => formatText([locales.get(tag) ?? base, base], key, args ?? {}),
    has: (key) => base.texts.has(key),
    variables: (key) => [...(base.texts.get(key)?.variables ?? [])],
    parts: (tag, key) =>
      ((locales.get(tag) ?? base).texts.get(key) ?? base.texts.get(key))?.parts ?? [],
    match: (languageCode) => bestLocale([...locales.keys()], languageCode) ?? fallback,
  };
}

function formatText(
  [locale, base]: readonly [Locale, Locale],
  key: string,
  args: TextArgs,
): RichText {
  const source = locale.texts.has(key) ? locale : base;
  const text = source.texts.get(key);
  if (text === undefined) {
    throw new JobwireError('bug', `no text "${key}" in ${locale.tag} or ${base.tag}`);
  }
  const { variables, values } = placeholders(args);
  const errors: Error[] = [];
  const formatted = source.bundle.formatPattern(text.pattern, variables, errors);
  if (errors.length > 0) {
    const reasons = errors.map((error) => error.message).join('; ');
    throw new JobwireError('bug', `text "${key}" in ${source.tag}: ${reasons}`);
  }
  return assemble(formatted, values, { isRightToLeft: isRightToLeft(source.tag) });
}

/** Marks instead of the values; numbers stay, for plurals. */
function placeholders(args: TextArgs): {
  variables: Record<string, FluentVariable>;
  values: RichText[];
} {
  const variables: Record<string, FluentVariable> = {};
  const values: RichText[] = [];
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined) variables[name] = ABSENT;
    else if (typeof value === 'number') variables[name] = value;
    else {
      variables[name] = valueMark(values.length);
      values.push(typeof value === 'string' ? inert(value) : value);
    }
  }
  if (values.length > MAX_VALUES) {
    throw new JobwireError('bug', `a text gets at most ${MAX_VALUES} values, not ${values.length}`);
  }
  return { variables, values };
}

function bestLocale(tags: readonly string[], languageCode: string | undefined): string | undefined {
  const wanted = (languageCode ?? '').toLowerCase().replaceAll('_', '-').split('-');
  for (let length = wanted.length; length > 0; length -= 1) {
    const prefix = wanted.slice(0, length).join('-');
    const found = tags.find((tag) => tag.toLowerCase() === prefix);
    if (found !== undefined) return found;
  }
  return tags.find((tag) => tag.toLowerCase().split('-')[0] === wanted[0]);
}
