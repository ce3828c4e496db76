// Ids and names derived from content.
import { createHash, hash } from 'node:crypto';
import type { JsonValue } from './canonical-event.ts';

/**
 * A stable id: the same message seen on two channels, after a reconnect or by two replicas gets
 * the same one, also when its keys come in another order. 32 hex digits.
 */
export function contentId(dialect: string, content: JsonValue): string {
  return createHash('sha256')
    .update(dialect)
    .update('\n')
    .update(canonicalJson(content))
    .digest('hex')
    .slice(0, 32);
}

function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** The same UUID for the same text, whoever makes it (RFC 9562, v8). */
export function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

const NAME_LENGTH = 22;

/**
 * A short name for something that outsiders named, safe to use in keys and file names: 22 characters of
 * base64url, 132 bits of a hash. Equal parts give equal names; an absent part differs from any text.
 */
export function stableName(...parts: readonly (string | undefined)[]): string {
  const text = JSON.stringify(parts.map((part) => part ?? null));
  return hash('sha256', text, 'base64url').slice(0, NAME_LENGTH);
}
