// A CloudEvent's payload may be any JSON value, or bytes; an event's data is an object. So other
// values are wrapped when decoded and unwrapped when encoded.
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { isJsonObject } from '../json-text.ts';

const BASE64_FORM = /^[A-Za-z0-9+/]*={0,2}$/;

export function isBase64(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && BASE64_FORM.test(value);
}

/** `{ data: 5 }` for 5, `{ data_base64: "aGk=" }` for bytes, objects as they are. */
export function dataOf({ data, data_base64: bytes }: JsonObject): JsonObject {
  if (typeof bytes === 'string') return { data_base64: bytes };
  if (data === undefined) return {};
  return isJsonObject(data) && !isWrapped(data) ? data : { data };
}

/** The members `data` or `data_base64` for an event's data; neither where there is none. */
export function payloadOf(data: JsonObject): JsonObject {
  if (Object.keys(data).length === 0) return {};
  return isWrapped(data) ? data : { data };
}

/** An object that looks wrapped is wrapped once more, so that it round-trips. */
function isWrapped(object: JsonObject): boolean {
  if (Object.keys(object).length !== 1) return false;
  const { data, data_base64: bytes } = object;
  if (data === undefined) return isBase64(bytes);
  return !isJsonObject(data) || isWrapped(data);
}
