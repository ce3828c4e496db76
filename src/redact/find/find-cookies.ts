// Cookie values in headers: `Cookie: session=…`, `Set-Cookie: session=…; Path=/`.
import { isPlaceholder } from '../forms/credible-value.ts';
import type { SecretSpan } from '../forms/secret-span.ts';

const HEADER =
  /\b(?:set-)?cookie2?\\{0,4}["']?[ \t\u00A0]{0,4}[:=][ \t\u00A0]{0,4}\[?\s{0,8}\\{0,4}["']?(?=[\w.!#$%^*+~-]{1,128}=)/gi;
const PAIR = /([\w.!#$%^*+~-]{1,128})(?:=("?)([^\s;,"'\\]*)"?)?;?[ \t]{0,4}/y;
const ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|version|priority|comment)$/i;
/** Shorter ones are settings: `lang=en`. */
const MIN_VALUE = 5;
const MAX_JUDGED = 64;

export function findCookies(text: string): SecretSpan[] {
  return [...text.matchAll(HEADER)].flatMap(({ 0: found, index }) => {
    const spans: SecretSpan[] = [];
    PAIR.lastIndex = index + found.length;
    for (let pair = PAIR.exec(text); pair !== null; pair = PAIR.exec(text)) {
      const [whole, name = '', quote = '', value = ''] = pair;
      const start = pair.index + name.length + 1 + quote.length;
      const isShown = ATTRIBUTE.test(name) || isPlaceholder(value.slice(0, MAX_JUDGED), false);
      if (value.length >= MIN_VALUE && !isShown) {
        spans.push({ kind: 'cookie', start, end: start + value.length, from: index });
      }
      if (!whole.trimEnd().endsWith(';')) break;
    }
    return spans;
  });
}
