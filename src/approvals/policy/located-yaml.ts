// YAML whose every value is the text that was written, and that knows where each stands. So what YAML
// would turn into something else (yes, null, 1.10, 1e3) stays what it is.
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
  /** Lists, objects and texts; `undefined` for an empty document and for one that can't be read. */
  readonly value: unknown;
  /** Where a value stands; for a key that is not there, where it is missing. */
  placeOf(path: YamlPath): TextPosition;
  /** Where the last key of the path stands. */
  placeOfKey(path: YamlPath): TextPosition;
}

/** Errors that leave the rest readable, so that its form is checked all the same. */
const HARMLESS: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED']);
/** Aliases that stand for aliases multiply: what all of them may amount to. */
const MAX_ALIASES = 1_000;

const ODD_NUMBER = /^([-+]?0(\d[\d_]*|[xob][\da-f_]+)|[-+]?\d+_[\d_]*|\+\d+)$/i;

/** 017 is 15 for one reader of YAML and 17 for another: neither is meant for certain. */
const oddNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: () => false,
  test: ODD_NUMBER,
  resolve(text, onError) {
    onError(
      `${text} is not the same number for every reader of YAML; expected plain digits, or quotes around a text, for example 15 or "${text}"`,
    );
    return text;
  },
};

export function readYaml(text: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    customTags: [oddNumber],
    merge: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  });
  const placeAt = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings];
  const problems = faults.map(({ pos, code, message }) => ({
    at: placeAt(pos[0]),
    text: explain(code, message),
  }));
  const placeOf = (path: YamlPath) => placeAt(offsetOf(document, path, 'value'));
  const placeOfKey = (path: YamlPath) => placeAt(offsetOf(document, path, 'key'));
  if (faults.some(({ code }) => !HARMLESS.has(code))) {
    return { problems, value: undefined, placeOf, placeOfKey };
  }
  const { faults: more, value } = valuesOf(document);
  for (const { offset, text } of more) problems.push({ at: placeAt(offset), text });
  return { problems, value, placeOf, placeOfKey };
}

function explain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'the key is there twice; expected each key once, for example all scopes in one scope: [push, deploy]';
    case 'BAD_ALIAS':
      return `${message}; expected quotes around a text that begins with *, for example "*"`;
    case 'MULTIPLE_DOCS':
      return 'a second document begins; expected one, for example nothing after ---';
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply; expected at most a few levels, for example match: { scope: [push] }';
    case 'TAG_RESOLVE_FAILED':
      if (message.includes('; expected ')) return message;
      return `${message}; expected no tags, for example 2 and not !!int 2`;
    default:
      // The library may quote what it read, which in a file given by mistake could be a secret.
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
      const text = 'the key is no plain text; expected a name, for example project: "acme/*"';
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
    const text = `the aliases stand for too much; expected at most ${MAX_ALIASES} values, for example the policies written out`;
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
    return `*${alias.source} stands for nothing; expected a name that was given with & before, or quotes around a text, for example "*${alias.source}"`;
  }
  if (ancestors.includes(target)) {
    return `*${alias.source} stands for something that it is a part of; expected a value that ended before, for example a list`;
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
  if (!isMap(node)) return undefined;
  // Of a key that is there twice the last counts.
  return node.items.findLast(({ key }) => isScalar(key) && key.value === step);
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
