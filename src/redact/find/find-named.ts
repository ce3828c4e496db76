// Credentials after a telling name: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: …`.
import {
  type Certainty,
  type CredentialName,
  credentialName,
  NAME_PARTS,
} from '../forms/credential-names.ts';
import {
  isIdentifier,
  isPlaceholder,
  isProse,
  isReference,
  isWord,
  looksLikeToken,
  looksRandom,
} from '../forms/credible-value.ts';
import { type NamedValue, valueAfter, wholeEnd } from '../forms/named-value.ts';
import type { SecretSpan } from '../forms/secret-span.ts';

/** Maximum length of a name. */
const MAX_NAME = 64;
const MIN_CERTAIN = 4;
/** Minimum length of a numeric credential; shorter numbers are counts. */
const MIN_DIGITS = 10;
const NAME_CHARACTER = /[\w.-]/;
const NAME_AFTER = /[\w-]{0,64}/y;
/** What a line with only a name and its value may also contain. */
const LINE_BEFORE = /(?:^|\n)[\s"'{-]{0,40}$/;
const LINE_AFTER = /["']?[ \t,;}]{0,8}(?:#.*)?(?:\r?\n|$)/y;
const QUERY_BEFORE = /[?&]$/;
/** An authentication scheme before the credential itself. */
const SCHEME = /^(?:Bearer|Basic|Token|Digest|Negotiate|ApiKey|AWS4-HMAC-SHA256)$/i;
const AFTER_SCHEME = /[ \t\u00A0]{1,8}([^\s"'`,;<>\\]{4,})/y;
const BEARER = /\bbearer[ \t]{1,8}([\w.~+/=-]{16,})/gi;

/** How much of a field's value is judged; all of it is redacted. */
const MAX_FIELD = 2_000;

interface ValueContext {
  readonly name: CredentialName;
  readonly start: number;
  readonly end: number;
  readonly isFlag: boolean;
}

export function findNamed(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const parts = new RegExp(NAME_PARTS);
  for (let match = parts.exec(text); match !== null; match = parts.exec(text)) {
    const span = spanOf(text, match);
    if (span === undefined) continue;
    spans.push(span);
    parts.lastIndex = Math.max(parts.lastIndex, span.end);
  }
  return [...spans, ...findBearers(text)];
}

/** Credentials in the value of a field, by its name. */
export function findInField(name: string, value: string): SecretSpan[] {
  if (name.length > MAX_NAME || name.search(NAME_PARTS) < 0) return [];
  const before = `"${flat(name)}": "`;
  const head = flat(value.slice(0, MAX_FIELD));
  return findNamed(`${before}${head}"`).flatMap(({ start, end, ...span }) => {
    if (start < before.length) return [];
    const reaches = end - before.length === head.length ? value.length : end - before.length;
    return [{ ...span, start: start - before.length, end: reaches, from: 0 }];
  });
}

/** Keeps the length, but replaces what ends or escapes a quote. */
function flat(text: string): string {
  return text.replace(/["'\\\n]/g, '.');
}

function spanOf(text: string, match: RegExpExecArray): SecretSpan | undefined {
  const place = contextOf(text, match);
  if (place === undefined) return undefined;
  const value = valueAfter(text, { ...place, isPassword: place.name.isPassword });
  if (value === undefined) return undefined;
  const { kind } = place.name;
  const from = place.start;
  const credential = place.name.isHeader ? afterScheme(text, value) : undefined;
  if (credential !== undefined) return { kind, ...credential, from };
  if (!isCredential(text, place, value)) return undefined;
  return { kind, start: value.start, end: wholeEnd(text, value), from };
}

/** The whole name around one of its parts. */
function contextOf(text: string, match: RegExpExecArray): ValueContext | undefined {
  const at = match.index;
  let start = at;
  while (start > at - MAX_NAME && NAME_CHARACTER.test(text[start - 1] ?? '')) start -= 1;
  const lead = text.slice(start, at);
  NAME_AFTER.lastIndex = at + match[0].length;
  const tail = NAME_AFTER.exec(text)?.[0] ?? '';
  const name = credentialName(lead + match[0] + tail, match[0], lead.length);
  if (name === undefined) return undefined;
  return {
    name,
    start,
    end: at + match[0].length + tail.length,
    isFlag: /^--?\w/.test(lead + match[0]),
  };
}

function isCredential(text: string, place: ValueContext, value: NamedValue): boolean {
  const said = text.slice(value.start, value.end);
  // The check that most values fail comes first.
  if (!looksSecret(text, place, value) || isPlaceholder(said, value.isCall)) return false;
  return value.form === 'marked' || !isProgramText(said, place.name);
}

function looksSecret(text: string, place: ValueContext, value: NamedValue): boolean {
  const said = text.slice(value.start, value.end);
  switch (certaintyAt(text, place)) {
    case 'vague':
      return looksRandom(said);
    case 'likely':
      return looksLikeToken(said);
    case 'certain': {
      const isSentence = value.form === 'labelled' && !isWholeLine(text, place.start, value);
      return isSentence ? isNoWord(said, place.name) : isPlausible(said, place);
    }
  }
}

/** In a sentence, where the next word may be anything. */
function isNoWord(said: string, { isPassword }: CredentialName): boolean {
  return isPassword ? !isWord(said) && !isProse(said) : looksLikeToken(said);
}

/** Help texts mention flags and settings. */
function isPlausible(said: string, { name, isFlag }: ValueContext): boolean {
  if (isFlag && isProse(said)) return false;
  return name.isPassword || said.length >= (/^\d+$/.test(said) ? MIN_DIGITS : MIN_CERTAIN);
}

/** URL parameters are certain, because there is no prose in URLs. */
function certaintyAt(text: string, { name, start }: ValueContext): Certainty {
  const isQuery = QUERY_BEFORE.test(text.slice(Math.max(0, start - 1), start));
  return name.certainty === 'likely' && isQuery ? 'certain' : name.certainty;
}

/** Code that refers to the credential instead of containing it. */
function isProgramText(said: string, { isPassword }: CredentialName): boolean {
  return isReference(said) || (!isPassword && isIdentifier(said));
}

function isWholeLine(text: string, start: number, { end }: NamedValue): boolean {
  LINE_AFTER.lastIndex = end;
  return LINE_BEFORE.test(text.slice(Math.max(0, start - 41), start)) && LINE_AFTER.test(text);
}

/** `Bearer abc` has its credential in the second word. */
function afterScheme(
  text: string,
  value: NamedValue,
): Pick<SecretSpan, 'start' | 'end'> | undefined {
  const scheme = /^[\w-]+/.exec(text.slice(value.start, value.end))?.[0] ?? '';
  if (!SCHEME.test(scheme)) return undefined;
  AFTER_SCHEME.lastIndex = value.start + scheme.length;
  const credential = AFTER_SCHEME.exec(text)?.[1];
  if (credential === undefined || isWord(credential) || isPlaceholder(credential, false)) {
    return undefined;
  }
  const end = AFTER_SCHEME.lastIndex;
  return { start: end - credential.length, end };
}

function findBearers(text: string): SecretSpan[] {
  return [...text.matchAll(BEARER)].flatMap(({ 0: found, 1: value = '', index }) => {
    if (!looksLikeToken(value)) return [];
    const end = index + found.length;
    return [{ kind: 'authorization' as const, start: end - value.length, end, from: index }];
  });
}
