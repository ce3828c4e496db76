// What a Fluent pattern refers to: variables, other texts and functions.
import type { Message } from '@fluent/bundle';

/** Separates the parts of a line. */
export const PART_END = ' · ';
const PART_ENDS = new RegExp(`\n|${PART_END}`);

export type Pattern = NonNullable<Message['value']>;
type Expression = Exclude<Pattern, string>[number];

export interface Reference {
  readonly kind: 'variable' | 'text' | 'function';
  /** Of a text: its key, as in `Locale.texts`. */
  readonly name: string;
}

export function referencesIn(pattern: Pattern): Reference[] {
  return typeof pattern === 'string' ? [] : pattern.flatMap(referencesOf);
}

function referencesOf(expression: Expression): Reference[] {
  if (typeof expression === 'string') return [];
  switch (expression.type) {
    case 'var':
      return [{ kind: 'variable', name: expression.name }];
    case 'mesg':
      return [{ kind: 'text', name: keyOf(expression.name, expression.attr) }];
    case 'term':
      return [{ kind: 'text', name: keyOf(`-${expression.name}`, expression.attr) }];
    case 'func':
      return [
        { kind: 'function', name: expression.name },
        ...expression.args.flatMap((argument) =>
          argument.type === 'narg' ? [] : referencesOf(argument),
        ),
      ];
    case 'select':
      return [
        ...referencesOf(expression.selector),
        ...expression.variants.flatMap((variant) => referencesIn(variant.value)),
      ];
    case 'str':
    case 'num':
      return [];
  }
}

/**
 * Variables by part of the text: parts end at a line end or at `PART_END`. `find`: the pattern of
 * another text.
 */
export function partsOf(
  pattern: Pattern,
  find: (key: string) => Pattern | undefined,
): readonly (readonly string[])[] {
  const parts: Set<string>[] = [new Set()];
  const seen = new Set<Pattern>();
  function read(text: Pattern): void {
    if (typeof text === 'string' || seen.has(text)) return;
    seen.add(text);
    for (const piece of text) {
      if (typeof piece === 'string') {
        for (let ends = piece.split(PART_ENDS).length; ends > 1; ends -= 1) parts.push(new Set());
      } else {
        readReferences(piece);
      }
    }
  }
  function readReferences(piece: Expression): void {
    for (const reference of referencesOf(piece)) {
      if (reference.kind === 'variable') parts.at(-1)?.add(reference.name);
      const other = reference.kind === 'text' ? find(reference.name) : undefined;
      if (other !== undefined) read(other);
    }
  }
  read(pattern);
  return parts.map((part) => [...part]).filter((part) => part.length > 0);
}

function keyOf(name: string, attribute: string | null): string {
  return attribute === null ? name : `${name}.${attribute}`;
}
