// Redacts the strings of JSON data. Field names count like names in a text: the value of `password` is a password.
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import { findSecretsInField } from './find/find-secrets.ts';
import { redact, withMarks } from './redact.ts';

/** UTF-16 units per string; nobody is shown more of a field, so more need not be searched. */
const MAX_SHOWN = 65_536;
const FLAG = /^--?[A-Za-z][\w-]*$/;

/** Returns the same object if there is nothing to redact. */
export function redactData<Data extends JsonObject>(data: Data): Data {
  const named = nameInside(data);
  const entries = Object.entries(data);
  const redacted = entries.map(([name, value]) => {
    const isValue = name === 'value' && named !== undefined;
    return [redact(name), redactValue(value, isValue ? named : name)] as const;
  });
  const isSame = redacted.every(([name, value], at) => {
    const [nameBefore, valueBefore] = entries[at] ?? [];
    return name === nameBefore && value === valueBefore;
  });
  return isSame ? data : (Object.fromEntries(redacted) as Data);
}

/** Of `{ "name": "DB_PASSWORD", "value": "…" }`. */
function nameInside({ name, key }: JsonObject): string | undefined {
  return [name, key].find((one) => typeof one === 'string');
}

function redactValue(value: JsonValue, name: string): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return redactField(value, name);
  if (typeof value === 'number') {
    const shown = redactField(String(value), name);
    return shown === String(value) ? value : shown;
  }
  return isList(value) ? redactList(value, name) : redactData(value);
}

/** An item after `--token` is a token. */
function redactList(list: readonly JsonValue[], name: string): readonly JsonValue[] {
  const redacted = list.map((item, at) => {
    const before = list[at - 1];
    return redactValue(item, typeof before === 'string' && FLAG.test(before) ? before : name);
  });
  return redacted.every((item, at) => item === list[at]) ? list : redacted;
}

function redactField(value: string, name: string): string {
  if (value === '') return value;
  const head = value.slice(0, MAX_SHOWN);
  const shown = withMarks(head, findSecretsInField(name, head));
  return head === value ? shown : `${shown}…`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
