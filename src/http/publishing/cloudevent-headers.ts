// CloudEvents in the binary mode of their HTTP binding (github.com/cloudevents/spec, http-protocol-binding.md):
// the attributes are headers, the body is the data. Converts them to the structured mode, which the dialect reads.
import type { IncomingHttpHeaders } from 'node:http';
import { MESSAGE_LIMIT_BYTES } from '../../dialects/json-text.ts';
import { utf8 } from '../request/utf8.ts';

const PREFIX = 'ce-';
/** Every CloudEvent has all of them; a message with any of them is meant as one. */
const REQUIRED = ['specversion', 'id', 'source', 'type'].map((name) => `${PREFIX}${name}`);
/** The structured and batched modes, whatever headers they have. */
const EVENT_FORMAT = /^\s*application\/cloudevents/i;
const JSON_TYPE = /^(?:application|text)\/json$|^[^/]+\/[^/]+\+json$/;
const TEXT_TYPE = /^text\/|^application\/(?:xml|x-www-form-urlencoded)$|\+xml$/;
const UTF_8 = /^(?:utf-?8|us-ascii)$/;
/** Attributes that are not headers in this mode. */
const CARRIED_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['datacontenttype', 'Content-Type'],
  ['data', 'the body'],
  ['data_base64', 'the body'],
]);

export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  if (EVENT_FORMAT.test(headers['content-type'] ?? '')) return false;
  return REQUIRED.some((name) => headers[name] !== undefined);
}

export type StructuredCloudEvent =
  /** JSON, otherwise unchecked. */
  | { readonly kind: 'structured'; readonly text: string }
  /** `problem` quotes no values. */
  | { readonly kind: 'invalid'; readonly problem: string }
  | { readonly kind: 'too_large' };

export function structuredFrom(headers: IncomingHttpHeaders, body: Buffer): StructuredCloudEvent {
  const type = headers['content-type']?.trim() ?? '';
  const attributes: Record<string, string> = type === '' ? {} : { datacontenttype: type };
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    const elsewhere = CARRIED_ELSEWHERE.get(name);
    if (elsewhere !== undefined)
      return invalid(`${header} is not allowed; expected ${elsewhere} instead`);
    const text = textIn(String(value));
    if (text === undefined) return invalid(`${header} ${VALUE_EXPECTED}`);
    attributes[name] = text;
  }
  const data = dataIn(body, type);
  if (data === undefined) {
    return invalid(
      'the body is not JSON, although its Content-Type says so; expected JSON, like {"status":"ok"}',
    );
  }
  // The data stays as it was sent: parsing and re-encoding would change its numbers.
  const text = [JSON.stringify(attributes).slice(0, -1), ...data].join(',').concat('}');
  return Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES
    ? { kind: 'too_large' }
    : { kind: 'structured', text };
}

const VALUE_EXPECTED =
  'must be text in percent-encoded UTF-8, like "Euro%20%E2%82%AC" for "Euro €"';

function invalid(problem: string): StructuredCloudEvent {
  return { kind: 'invalid', problem };
}

/**
 * A header's value without quotes and percent-encoding; `undefined` if what was encoded is not UTF-8. What should be
 * encoded but is not, raw UTF-8 or Latin-1 or a percent sign, is kept as is.
 */
function textIn(value: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  const unquoted = quoted?.replace(/\\(.)/g, '$1') ?? value;
  // Node returns header bytes as Latin-1 characters, and the SDK for JavaScript sends some as such, without encoding.
  const sent = utf8(Buffer.from(unquoted, 'latin1')) ?? unquoted;
  const bytes = Buffer.from(sent)
    .toString('latin1')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return utf8(Buffer.from(bytes, 'latin1'));
}

/** The JSON member for the data, if any; `undefined` if the body does not match its type. */
function dataIn(body: Buffer, contentType: string): readonly string[] | undefined {
  if (body.length === 0) return [];
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const text = utf8(body);
  const isJson = text !== undefined && isJsonText(text);
  if (JSON_TYPE.test(type)) return isJson ? [`"data":${text}`] : undefined;
  // Without a type it may be anything; the structured mode then assumes JSON.
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
