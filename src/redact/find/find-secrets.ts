// Finds all credentials in a text. Each search reads the text a bounded number of times.

import { mergeSpans, type SecretSpan } from '../forms/secret-span.ts';
import { findCookies } from './find-cookies.ts';
import { findInAddresses } from './find-in-addresses.ts';
import { findInCommands } from './find-in-commands.ts';
import { findInField, findNamed } from './find-named.ts';
import { findPhrases } from './find-phrases.ts';
import { findPrivateKeys, type OpenKey } from './find-private-keys.ts';
import { findSignatures } from './find-signatures.ts';
import { findTokens } from './find-tokens.ts';
import { withoutCommands } from './without-commands.ts';
import { withoutNoise } from './without-noise.ts';

export interface FoundSecrets {
  /** Ascending and disjoint; offsets in the original text. */
  readonly spans: readonly SecretSpan[];
  /** A private key that continues after the text. */
  readonly open: OpenKey | undefined;
}

const COOKIE_FIELD = /^(?:set-)?cookies?$/i;
const COOKIE_HEADER = 'cookie: ';
const SEARCHES: readonly ((text: string) => SecretSpan[])[] = [
  findTokens,
  findInAddresses,
  findSignatures,
  findCookies,
  findInCommands,
  findPhrases,
  findNamed,
];

/** `open`: a private key that started in an earlier part of the text. */
export function findSecrets(original: string, open?: OpenKey): FoundSecrets {
  const { text, originOf } = withoutNoise(original);
  const keys = findPrivateKeys(text, open);
  const found = SEARCHES.flatMap((search) => search(text));
  const spans = mergeSpans([...keys.spans, ...withoutCommands(found, text)], text).map((span) => ({
    kind: span.kind,
    // Including control characters before it, which could form a terminal code with the mark.
    start: span.start === 0 ? 0 : originOf(span.start - 1) + 1,
    end: originOf(span.end - 1) + 1,
    from: originOf(span.from),
  }));
  return { spans, open: keys.open };
}

/** Credentials in the value of a field with this name. */
export function findSecretsInField(name: string, value: string): readonly SecretSpan[] {
  const named = [...findInField(name, value), ...findInCookieField(name, value)];
  const { spans } = findSecrets(value);
  return named.length === 0 ? spans : mergeSpans([...named, ...spans], value);
}

function findInCookieField(name: string, value: string): SecretSpan[] {
  if (!COOKIE_FIELD.test(name)) return [];
  return findCookies(`${COOKIE_HEADER}${value}`).map(({ kind, start, end }) => ({
    kind,
    start: start - COOKIE_HEADER.length,
    end: end - COOKIE_HEADER.length,
    from: 0,
  }));
}
