// Signatures in signed URLs, which grant what they were signed for.
import { isPlaceholder } from '../forms/credible-value.ts';
import type { SecretSpan } from '../forms/secret-span.ts';

const PARAMETER =
  /(?:[?&;, \t]|\\u0026|%26)((?:X-(?:Goog|Amz)-|CloudFront-)?Signature|sig|(?:CloudFront-)?(?:Policy|Key-Pair-Id))=([^\s&"'`<>\\#;,]{5,})/gi;
/** Ambiguous names: only counted if spelled like Amazon's and long. */
const POLICY = /^(?:CloudFront-)?Policy$/;
const MIN_POLICY = 16;
/** Where a sentence or a log's fields may say it too. */
const OUTSIDE = /^[ ,\t]/;
const MAX_JUDGED = 64;

export function findSignatures(text: string): SecretSpan[] {
  return [...text.matchAll(PARAMETER)].flatMap(
    ({ 0: found, 1: name = '', 2: value = '', index }) => {
      const end = index + found.length;
      if (isPlaceholder(value.slice(0, MAX_JUDGED), false)) return [];
      if (/policy$/i.test(name) && !(POLICY.test(name) && value.length >= MIN_POLICY)) return [];
      if (OUTSIDE.test(found) && !(value.length >= MIN_POLICY && /\d/.test(value))) return [];
      return [{ kind: 'signature' as const, start: end - value.length, end, from: index }];
    },
  );
}
