// Credentials recognised by their format alone, in any context.
import type { SecretSpan } from '../forms/secret-span.ts';
import { SERVICE_FORMS } from '../forms/service-forms.ts';
import { LEADS, TOKEN_FORMS, type TokenForm } from '../forms/token-forms.ts';

/** Not inside a word; `\n` in JSON is not part of a word. */
const WORD_START = '(?:(?<![A-Za-z0-9_])|(?<=\\\\[nrt]))';
const MAX_LEAD = 16;

interface Matcher extends Pick<TokenForm, 'kind'> {
  readonly form: RegExp;
  readonly keeps: RegExp | undefined;
}

const MATCHERS = matchersByPrefix();
/** Only literals, which an engine finds a hundred times faster than whole patterns. */
const ANY_PREFIX = new RegExp([...MATCHERS.keys()].map(literal).join('|'), 'g');

export function findTokens(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let readUntil = 0;
  for (const { 0: prefix, index } of text.matchAll(ANY_PREFIX)) {
    if (index < readUntil) continue;
    const span = spanAt(text, index, MATCHERS.get(prefix) ?? []);
    if (span === undefined) continue;
    spans.push(span);
    readUntil = span.end;
  }
  return spans;
}

function spanAt(text: string, at: number, matchers: readonly Matcher[]): SecretSpan | undefined {
  for (const { kind, form, keeps } of matchers) {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found === undefined) continue;
    const kept = keeps?.exec(found)?.[0].length ?? 0;
    const lead = LEADS[kind]?.exec(text.slice(Math.max(0, at - MAX_LEAD), at))?.[0].length ?? 0;
    return { kind, start: at + kept - lead, end: at + found.length, from: at - lead };
  }
  return undefined;
}

/** Longer prefixes first, because the first matching alternative wins. */
function matchersByPrefix(): Map<string, Matcher[]> {
  const byPrefix = new Map<string, Matcher[]>();
  const forms = [...TOKEN_FORMS, ...SERVICE_FORMS];
  const pairs = forms.flatMap((form) => form.prefixes.map((prefix) => ({ prefix, form })));
  for (const { prefix, form } of pairs.sort((a, b) => b.prefix.length - a.prefix.length)) {
    const { kind, rest, keeps, startsWord } = form;
    const source = `${startsWord ? WORD_START : ''}${literal(prefix)}(?:${rest})`;
    const matcher = {
      kind,
      form: new RegExp(source, 'y'),
      keeps: keeps === undefined ? undefined : new RegExp(`^${keeps}`),
    };
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), matcher]);
  }
  return byPrefix;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
