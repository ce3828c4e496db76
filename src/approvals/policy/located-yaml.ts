// YAML in which every scalar stays the string that was written (yes, null, 1.10, 1e3), with the position of each.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type ScalarTag,
  visit,
  type YAMLMap,
} from 'yaml';

/** Both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface YamlProblem {
  readonly at: TextPosition;
  /** What was wrong, what was expected, an example. */
  readonly text: string;
}

export type YamlPath = readonly PropertyKey[];

export interface LocatedYaml {
  readonly problems: readonly YamlProblem[];
  /** Lists, objects and strings; `undefined` for an empty document and for one that can't be parsed. */
  readonly value: unknown;
  /** Position of a value; for a missing key, of the mapping that lacks it. */
  positionOf(path: YamlPath): TextPosition;
  /** Position of the path's last key. */
  positionOfKey(path: YamlPath): TextPosition;
}

/** Errors that leave the rest readable, so its schema is checked as well. */
const HARMLESS: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED']);
/** Limits expansion of aliases within aliases (a "billion laughs" attack). */
const MAX_ALIASES = 1_000;

const AMBIGUOUS_NUMBER = /^([-+]?0(\d[\d_]*|[xob][\da-f_]+)|[-+]?\d+_[\d_]*|\+\d+)$/i;

/** Some YAML parsers read 017 as 15, others as 17. */
const ambiguousNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: () => false,
  test: AMBIGUOUS_NUMBER,
  resolve(text, onError) {
    onError(
      `${text} is not the same number for every YAML parser; expected plain digits, or a quoted string, for example 15 or "${text}"`,
    );
    return text;
  },
};

export function readYaml(text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    customTags: [ambiguousNumber],
    merge: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  const positionAt = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings];
  const problems = faults.map(({ pos, code, message }) => ({
    at: positionAt(pos[0]),
    text: explain(code, message),
  }));
  const positionOf = (path: YamlPath) => positionAt(offsetOf(document, path, 'value'));
  const positionOfKey = (path: YamlPath) => positionAt(offsetOf(document, path, 'key'));
  if (faults.some(({ code }) => !HARMLESS.has(code))) {
    return { problems, value: undefined, positionOf, positionOfKey };
  }
  const { faults: more, value } = valuesOf(document);
  for (const { offset, text } of more) problems.push({ at: positionAt(offset), text });
  return { problems, value, positionOf, positionOfKey };
}

function explain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'the key appears twice; expected each key once, for example scope: [push, deploy]';
    case 'BAD_ALIAS':
      return `${message}; expected quotes around a string that starts with *, for example "*"`;
    case 'MULTIPLE_DOCS':
      return 'a second document starts here; expected a single one, for example nothing after ---';
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply; expected at most a few levels, for example match: { scope: [push] }';
    case 'TAG_RESOLVE_FAILED':
      if (message.includes('; expected ')) return message;
      return `${message}; expected no tags, for example 2 instead of !!int 2`;
    default:
      // The library may quote the file, which could be a secret if the wrong file was given.
      return `${message.replace(/(?<=\w): .*$/s, '')}; expected YAML, for example project: "acme/*"`;
  }
}

interface Fault {
  readonly offset: number;
  readonly text: string;
}

function valuesOf(document: Document.Parsed): { faults: Fault[]; value: unknown } {
  const faults: Fault[] = [];
  visit(document, {
    Pair(_, { key }: Pair<unknown, unknown>) {
      if (isScalar(key)) return;
      const text = 'the key is not a plain string; expected a name, for example project: "acme/*"';
      faults.push({ offset: startOf(key), text });
    },
    Alias(_, alias, ancestors) {
      const text = aliasFault(document, alias, ancestors);
      if (text !== undefined) faults.push({ offset: startOf(alias), text });
    },
  });
  if (faults.length > 0 || isEmpty(document)) return { faults, value: undefined };
  try {
    return { faults, value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const text = `the aliases expand to too many values; expected at most ${MAX_ALIASES}, for example the policies written out`;
    return { faults: [{ offset: 0, text }], value: undefined };
  }
}

function aliasFault(
  document: Document.Parsed,
  alias: Alias,
  ancestors: readonly unknown[],
): string | undefined {
  const target = alias.resolve(document);
  if (target === undefined) {
    return `*${alias.source} is not defined; expected an anchor defined with & above, or a quoted string, for example "*${alias.source}"`;
  }
  if (ancestors.includes(target)) {
    return `*${alias.source} refers to a value that contains it; expected a value that ends above, for example a list`;
  }
  return undefined;
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === '');
}

function offsetOf(document: Document.Parsed, path: YamlPath, wanted: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const [at, step] of path.entries()) {
    const inside = isAlias(node) ? node.resolve(document) : node;
    const found = childOf(inside, step);
    if (found === undefined) break;
    node = found.value;
    const atKey = wanted === 'key' && at === path.length - 1;
    offset = startOf(atKey || node === null ? found.key : node);
  }
  return offset;
}

interface Child {
  readonly key: unknown;
  readonly value: unknown;
}

function childOf(node: unknown, step: PropertyKey): Child | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return item === undefined ? undefined : { key: item, value: item };
  }
  return isMap(node) ? childrenOf(node).get(step) : undefined;
}

/** By key, so that each of thousands of wrong ones is found at once. */
const indexed = new WeakMap<object, ReadonlyMap<unknown, Child>>();

/** The last of duplicate keys counts. */
function childrenOf(map: YAMLMap): ReadonlyMap<unknown, Child> {
  const known = indexed.get(map);
  if (known !== undefined) return known;
  const children = new Map<unknown, Child>(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[pair.key.value, pair] as const] : [])),
  );
  indexed.set(map, children);
  return children;
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
