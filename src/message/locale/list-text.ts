// Several values as a list in a sentence, as the language writes it: `a, b, c`, `a, b und c`, `a، وb`.
import { join, type RichText } from '../text/rich-text.ts';
import { isRightToLeft } from './format-locale.ts';
import type { Voice } from './voice.ts';

const FIRST_STRONG_ISOLATE: RichText = { text: '\u2068', spans: [] };
/** Items that are isolated give a list no direction of its own. */
const RIGHT_TO_LEFT_MARK: RichText = { text: '\u200F', spans: [] };
const POP_ISOLATE: RichText = { text: '\u2069', spans: [] };

export function joinList(items: readonly RichText[], { locale }: Pick<Voice, 'locale'>): RichText {
  const separate = isolated(items, locale);
  const format = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
  let at = 0;
  const parts = format
    .formatToParts(items.map((_, index) => String(index)))
    .map(({ type, value }) => {
      const item = type === 'element' ? separate[at++] : undefined;
      return item ?? value;
    });
  return join(parts);
}

/** Values of a producer, with nothing but a comma between them: no word of ours that could be one of theirs. */
export function joinValues(
  items: readonly RichText[],
  { locale, speak }: Pick<Voice, 'locale' | 'speak'>,
): RichText {
  return join(isolated(items, locale), join([speak('list-separator'), ' ']));
}

/** Where text runs right to left, so that the list runs with the sentence, and each item as it is. */
function isolated(items: readonly RichText[], locale: string): readonly RichText[] {
  if (!isRightToLeft(locale) || items.length < 2) return items;
  return items.map((item, at) => {
    const start = at === 0 ? [RIGHT_TO_LEFT_MARK] : [];
    return join([...start, FIRST_STRONG_ISOLATE, item, POP_ISOLATE]);
  });
}
