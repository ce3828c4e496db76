// CloudEvents in the binary mode of their HTTP binding (github.com/cloudevents/spec, http-protocol-binding.md):
// the attributes are headers, the body is the data. Made into the structured form, which the dialect reads.
import type { IncomingHttpHeaders } from 'node:http';
import { MESSAGE_LIMIT_BYTES } from '../../dialects/json-text.ts';
import { utf8 } from '../request/utf8.ts';

const PREFIX = 'ce-';
/** Every CloudEvent has them; a message with any of them was meant as one. */
const REQUIRED = ['specversion', 'id', 'source', 'type'].map((name) => `${PREFIX}${name}`);
/** The event formats and their batches are the other two modes, whatever headers they have. */
const EVENT_FORMAT = /^\s*application\/cloudevents/i;
const JSON_TYPE = /^(?:application|text)\/json$|^[^/]+\/[^/]+\+json$/;
const TEXT_TYPE = /^text\/|^application\/(?:xml|x-www-form-urlencoded)$|\+xml$/;
const UTF_8 = /^(?:utf-?8|us-ascii)$/;
/** Attributes that stand elsewhere in this mode. */
const NOT_AS_HEADER: ReadonlyMap<string, string> = new Map([
  ['datacontenttype', 'Content-Type'],
  ['data', 'the body'],
  ['data_base64', 'the body'],
]);

export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  if (EVENT_FORMAT.test(headers['content-type'] ?? '')) return false;
  return REQUIRED.some((name) => headers[name] !== undefined);
}

export type StructuredCloudEvent =
  /** JSON, not checked any further. */
  | { readonly kind: 'structured'; readonly text: string }
  /** For people; quotes no value. */
  | { readonly kind: 'wrong'; readonly what: string }
  | { readonly kind: 'too_big' };

export function structuredFrom(headers: IncomingHttpHeaders, body: Buffer): StructuredCloudEvent {
  const type = headers['content-type']?.trim() ?? '';
  const attributes: Record<string, string> = type === '' ? {} : { datacontenttype: type };
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    const elsewhere = NOT_AS_HEADER.get(name);
    if (elsewhere !== undefined) return wrong(`${header} must not be there; ${elsewhere} says it`);
    const text = textIn(String(value));
    if (text === undefined) return wrong(`${header} ${VALUE_EXPECTED}`);
    attributes[name] = text;
  }
  const data = dataIn(body, type);
  if (data === undefined) {
    return wrong('the body is not JSON, as its Content-Type says it is; expected {"status":"ok"}');
  }
  // The data stays the text that it is: to write it anew would change its numbers.
  const text = [JSON.stringify(attributes).slice(0, -1), ...data].join(',').concat('}');
  return Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES
    ? { kind: 'too_big' }
    : { kind: 'structured', text };
}

const VALUE_EXPECTED =
  'must be text in percent-encoded UTF-8, like "Euro%20%E2%82%AC" for "Euro €"';

function wrong(what: string): StructuredCloudEvent {
  return { kind: 'wrong', what };
}

/**
 * A header's value without quotes and percent-encoding; `undefined` when it is no UTF-8. What is not
 * encoded although it should be, UTF-8 or a percent sign, is taken as it is.
 */
function textIn(value: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  const unquoted = quoted?.replace(/\\(.)/g, '$1') ?? value;
  const bytes = unquoted.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // Node hands out the bytes of a header as characters.
  return utf8(Buffer.from(bytes, 'latin1'));
}

/** The member for the data, if any, as JSON text; `undefined` when the body is not what its type says. */
function dataIn(body: Buffer, contentType: string): readonly string[] | undefined {
  if (body.length === 0) return [];
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const text = utf8(body);
  const isJson = text !== undefined && isJsonText(text);
  if (JSON_TYPE.test(type)) return isJson ? [`"data":${text}`] : undefined;
  // Without a type it may be anything; the structured form takes that for JSON.
  if (type === '' && isJson) return [`"data":${text}`];
  const charset = parameters.find((part) => part.startsWith('charset='))?.slice('charset='.length);
  const isText = TEXT_TYPE.test(type) && UTF_8.test(charset?.replaceAll('"', '') ?? 'utf-8');
  if (isText && text !== undefined) return [`"data":${JSON.stringify(text)}`];
  return [`"data_base64":"${body.toString('base64')}"`];
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
