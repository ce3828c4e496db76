// Credentials in URLs: `redis://:abc@host`, and a token alone before the host.
import { isPlaceholder, looksLikeToken } from '../forms/credible-value.ts';
import type { SecretSpan } from '../forms/secret-span.ts';

/** without-commands.ts cuts off what follows a blank or a shell operator. */
const isWord = true as const;
const SCHEME_END = '://';
const USER = /[^\s/?#@:"'`<>\\]*/y;
/** The extent of a URL, which characters not allowed in passwords end too. */
const RUN = /[^\s"'`<>\\]*/y;
/** A password with blanks: up to three more words, the last with the host. */
const WORDS_WITH_HOST =
  /(?:[ \t\u00A0]{1,4}[^\s"'`<>\\@]+){0,3}[ \t\u00A0]{1,4}[^\s"'`<>\\]*@[\w[]/y;
const WEB = /\bhttps?$/i;
/** The port, with nothing but a path, a query or a fragment after it. */
const WEB_PORT = /^\d{1,5}(?:[/?#]|$)/;
const OTHER_PORT = /^\d{1,5}(?:\/|\?[\w.-]{1,40}=|$)/;
/** The first of several hosts. */
const HOSTS = /^\d{1,5},/;
const QUERY = /\?[\w.[\]-]{1,40}=/;
/** How much of a password is read to detect a placeholder. */
const MAX_JUDGED = 64;
const MIN_TOKEN = 20;
const MAX_TOKEN_JUDGED = 256;

/** A run of non-blanks, found once for all URLs in it. */
interface Run {
  readonly end: number;
  /** The last @ in it or in the following words. */
  readonly lastAt: number;
}

export function findInAddresses(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let run: Run = { end: 0, lastAt: -1 };
  let from = 0;
  for (let at = text.indexOf(SCHEME_END); at >= 0; at = text.indexOf(SCHEME_END, from)) {
    from = at + SCHEME_END.length;
    if (from >= run.end) run = runAt(text, from);
    const found = inAddress(text, at, run);
    spans.push(...found);
    from = Math.max(from, found.at(-1)?.end ?? 0);
  }
  return spans;
}

function runAt(text: string, start: number): Run {
  const end = skip(RUN, text, start);
  const lastAt = lastIn(text, start, end);
  if (lastAt >= start) return { end, lastAt };
  const wordsEnd = skip(WORDS_WITH_HOST, text, end);
  return { end, lastAt: wordsEnd === end ? -1 : wordsEnd - 2 };
}

function inAddress(text: string, at: number, run: Run): SecretSpan[] {
  const start = at + SCHEME_END.length;
  const userEnd = skip(USER, text, start);
  const separator = text[userEnd];
  if (separator !== '@' && separator !== ':') return [];
  const password =
    separator === ':' ? passwordOf(text, at, { run, start: userEnd + 1 }) : undefined;
  const isHost = separator === ':' && password === undefined && text[userEnd + 1] !== '@';
  const judged = text.slice(start, Math.min(userEnd, start + MAX_TOKEN_JUDGED));
  const isToken = !isHost && judged.length >= MIN_TOKEN && looksLikeToken(judged);
  return [
    ...(isToken ? [{ kind: 'token' as const, start, end: userEnd, from: at, isWord }] : []),
    ...(password === undefined ? [] : [password]),
  ];
}

function passwordOf(
  text: string,
  at: number,
  { run, start }: { readonly run: Run; readonly start: number },
): SecretSpan | undefined {
  // A placeholder is recognised by its start, so nothing more has to be searched.
  if (run.lastAt <= start || isPlaceholderIn(text, start, run.lastAt)) return undefined;
  const head = text.slice(start, Math.min(run.end, start + MAX_JUDGED));
  const isWeb = WEB.test(text.slice(Math.max(0, at - 6), at));
  if ((isWeb ? WEB_PORT : OTHER_PORT).test(head)) return undefined;
  // Except for http(s), passwords may have slashes, and paths seldom have an @.
  const slash = isWeb || HOSTS.test(head) ? text.indexOf('/', start) : -1;
  const last = slash >= 0 && slash < run.lastAt ? lastIn(text, start, slash) : run.lastAt;
  if (last <= start) return undefined;
  const end = beforeQuery(text, start, last);
  if (isPlaceholderIn(text, start, end)) return undefined;
  return { kind: 'password', start, end, from: at, isWord };
}

function isPlaceholderIn(text: string, start: number, end: number): boolean {
  return isPlaceholder(text.slice(start, Math.min(end, start + MAX_JUDGED)), false);
}

/** An @ in a query value does not end the user info. */
function beforeQuery(text: string, start: number, last: number): number {
  const query = text.slice(start, last).search(QUERY);
  const before = query < 0 ? -1 : lastIn(text, start, start + query);
  return before > start ? before : last;
}

function lastIn(text: string, start: number, end: number): number {
  const at = text.slice(start, end).lastIndexOf('@');
  return at < 0 ? -1 : start + at;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
