// A JSON Schema in words.
import type { Json } from '../json-schema.ts';

/** Like `list of string`, `integer, 1 to 1000`, `one of "a", "b"`; named schemas by their names. */
export function schemaText(schema: Json): string {
  const { $ref, anyOf, type, items } = schema;
  const { enum: values, const: only } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(values))
    return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map(schemaText))].join(' or ');
  if (type === 'array') return `list of ${schemaText((items ?? {}) as Json)}`;
  const name = Array.isArray(type) ? type.join(' or ') : (type ?? 'anything');
  return `${name}${boundsText(schema)}`;
}

function boundsText({ minimum, maximum, maxLength, default: usual }: Json): string {
  const range = minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`;
  const length = maxLength === undefined ? '' : `, up to ${maxLength} characters`;
  return `${range}${length}${usual === undefined ? '' : `, ${JSON.stringify(usual)} if absent`}`;
}
