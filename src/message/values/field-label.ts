// What a field of an event is called: by the locale's table (`field-…`), else by its name in plain words.
import type { Voice } from '../locale/voice.ts';
import { excerpt } from '../text/excerpt.ts';
import { oneLine, type RichText } from '../text/rich-text.ts';

const MAX_LABEL = 40;
/** Longer names are no words. */
const MAX_NAME = 80;
/** Endings that say how a value is formatted, and are seen in it. */
const UNIT =
  /_(?:seconds|secs|s|ms|minutes|mins|hours|usd|eur|gbp|at|bytes|percent|pct|url|links)$/;

/** `retry_count` for `retryCount`, `Retry-Count` and `retry count`. */
export function snakeName(name: string): string {
  return name
    .slice(0, MAX_NAME)
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s._/-]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

/** `retry count`, `Dauer`. */
export function fieldLabel(name: string, voice: Voice): RichText {
  const snake = snakeName(name);
  const base = snake.replace(UNIT, '');
  const known = [snake, base].find((one) => /^[a-z0-9_]+$/.test(one) && voice.has(`field-${one}`));
  if (known !== undefined) return voice.speak(`field-${known}`);
  const words = (base === '' ? snake : base).replaceAll('_', ' ');
  return oneLine(excerpt(words === '' ? name : words, MAX_LABEL));
}
