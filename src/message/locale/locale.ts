// Loads and checks one Fluent file. Fluent's parser silently skips what it does not understand; here
// every line and every reference must be valid.
import { FluentBundle, type FluentFunction, FluentResource } from '@fluent/bundle';
import { ABSENT, ALL_MARKS, BOLD_BEGIN, CODE_BEGIN, STYLE_END } from '../text/marks.ts';
import { withWesternDigits } from './format-locale.ts';
import { type Pattern, partsOf, type Reference, referencesIn } from './pattern-references.ts';

export interface LocaleText {
  readonly pattern: Pattern;
  /** Names of all variables that it uses, directly or through other texts. */
  readonly variables: ReadonlySet<string>;
  /** The same by part: a part is left out if one of its variables is not known. */
  readonly parts: readonly (readonly string[])[];
}

export interface Locale {
  readonly tag: string;
  readonly bundle: FluentBundle;
  /** By key: `key` for a value, `key.attribute` for an attribute, `-term` for a term. */
  readonly texts: ReadonlyMap<string, LocaleText>;
  /** What is wrong with it, each with locale and key or line. */
  readonly problems: readonly string[];
}

const surround =
  (begin: string): FluentFunction =>
  ([value]) =>
    `${begin}${typeof value === 'string' ? value : value?.valueOf()}${STYLE_END}`;

/** What texts may call, besides Fluent's own NUMBER. */
const FUNCTIONS = {
  CODE: surround(CODE_BEGIN),
  BOLD: surround(BOLD_BEGIN),
  NOTHING: () => ABSENT,
};
const CALLABLE: ReadonlySet<string> = new Set([...Object.keys(FUNCTIONS), 'NUMBER']);

export function loadLocale(tag: string, source: string): Locale {
  const bundle = new FluentBundle(withWesternDigits(tag), {
    // Fluent would isolate inside of code too; isolate.ts does it where it is needed.
    useIsolating: false,
    functions: FUNCTIONS,
  });
  const resource = new FluentResource(source);
  const clashes = bundle.addResource(resource).map((error) => `${tag}: ${error.message}`);
  const patterns = new Map<string, Pattern>();
  for (const { id, value, attributes } of resource.body) {
    if (value !== null) patterns.set(id, value);
    for (const [name, pattern] of Object.entries(attributes))
      patterns.set(`${id}.${name}`, pattern);
  }
  const texts = new Map<string, LocaleText>();
  const problems = [...clashes, ...lineProblems(tag, source, patterns)];
  for (const [key, pattern] of patterns) {
    const variables = new Set<string>();
    problems.push(
      ...followReferences(key, patterns, variables).map((reason) => `${tag}: ${key}: ${reason}`),
    );
    const parts = partsOf(pattern, (other) => patterns.get(other));
    texts.set(key, { pattern, variables, parts });
  }
  return { tag, bundle, texts, problems };
}

/** Variables that the fallback does not use never get a value. */
export function variableProblems(locale: Locale, base: Locale): string[] {
  return [...locale.texts].flatMap(([key, { variables }]) => {
    const known = base.texts.get(key)?.variables;
    if (known === undefined) return [];
    return [...variables]
      .filter((name) => !known.has(name))
      .map((name) => `${locale.tag}: ${key}: { $${name} } is not among those of ${base.tag}`);
  });
}

/** Collects the variables of a text and of those it refers to; returns the broken references. */
function followReferences(
  start: string,
  patterns: ReadonlyMap<string, Pattern>,
  variables: Set<string>,
): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const open = [start];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const pattern = patterns.get(key);
    if (seen.has(key) || pattern === undefined) continue;
    seen.add(key);
    for (const reference of referencesIn(pattern)) {
      if (reference.kind === 'variable') variables.add(reference.name);
      if (reference.kind === 'text') open.push(reference.name);
      if (!exists(reference, patterns))
        problems.push(`unknown ${reference.kind} ${reference.name}`);
    }
  }
  return problems;
}

function exists({ kind, name }: Reference, patterns: ReadonlyMap<string, Pattern>): boolean {
  switch (kind) {
    case 'variable':
      return true;
    case 'text':
      return patterns.has(name);
    case 'function':
      return CALLABLE.has(name);
  }
}

const BEGINS_TEXT = /^(-?[a-zA-Z][\w-]*) *=/;
const BEGINS_ATTRIBUTE = /^\s+\.([a-zA-Z][\w-]*) *=/;
const CONTINUES_TEXT = /^(?:#|\s|[{}]|$)/;

/** Lines that the parser skipped, or that are no Fluent at all. */
function lineProblems(
  tag: string,
  source: string,
  patterns: ReadonlyMap<string, Pattern>,
): string[] {
  const problems: string[] = [];
  const keys = new Set([...patterns.keys()].map((key) => key.split('.')[0]));
  let owner = '';
  source.split(/\r?\n/).forEach((line, index) => {
    const where = `${tag}: line ${index + 1}`;
    const id = BEGINS_TEXT.exec(line)?.[1];
    const attribute = BEGINS_ATTRIBUTE.exec(line)?.[1];
    owner = id ?? owner;
    if (id !== undefined && !keys.has(id)) problems.push(`${where}: ${id} can't be read`);
    if (attribute !== undefined && !patterns.has(`${owner}.${attribute}`)) {
      problems.push(`${where}: ${owner}.${attribute} can't be read`);
    }
    if (id === undefined && !CONTINUES_TEXT.test(line))
      problems.push(`${where}: "${line}" is no text`);
    if (line.search(ALL_MARKS) !== -1) problems.push(`${where}: holds a reserved character`);
  });
  return problems;
}
