// What a Fluent pattern refers to: variables, other texts and functions.
import type { Message } from '@fluent/bundle';

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

function keyOf(name: string, attribute: string | null): string {
  return attribute === null ? name : `${name}.${attribute}`;
}
