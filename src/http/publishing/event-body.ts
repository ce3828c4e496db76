// Bodies that carry events: one of them or a list, each on its way to the dialect it is written in.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MESSAGE_LIMIT_BYTES } from '../../dialects/json-text.ts';
import { itemsOf } from '../request/json-items.ts';
import { type Problem, WRONG_MEDIA_TYPE } from '../request/problem.ts';
import { utf8 } from '../request/utf8.ts';
import { isBinaryCloudEvent, structuredFrom } from './cloudevent-headers.ts';

export interface EventItem {
  readonly dialect: string;
  readonly text: string;
}

export type EventBody =
  | { readonly kind: 'items'; readonly items: readonly EventItem[] }
  | { readonly kind: 'wrong'; readonly problem: Problem };

/** A media type that a route takes. */
export interface EventMedia {
  readonly accepts: 'one' | 'many' | 'both';
  readonly dialectOf: (item: unknown) => string;
}

export type EventMediaTypes = Readonly<Record<string, EventMedia>>;

const MAX_ITEMS = 1_000;

/**
 * Routes in `register` get bodies as they were sent: the parser of the server would refuse fields that
 * events may have, like `__proto__`, and types that CloudEvents in headers may have.
 */
export function withEventBodies(
  app: FastifyInstance,
  types: EventMediaTypes,
  register: (routes: FastifyInstance) => void,
): void {
  app.register((routes, _options, done) => {
    const asItIs = async (_: unknown, bytes: Buffer) => bytes;
    routes.addContentTypeParser([...Object.keys(types), '*'], { parseAs: 'buffer' }, asItIs);
    register(routes);
    done();
  });
}

export function readEventBody(request: FastifyRequest, types: EventMediaTypes): EventBody {
  const media = types[mediaTypeOf(request)];
  const { body } = request;
  if (!Buffer.isBuffer(body)) return wrong(400, NO_JSON);
  if (media === undefined) return { kind: 'wrong', problem: WRONG_MEDIA_TYPE };
  const text = utf8(body);
  if (text === undefined) return wrong(400, 'it is not UTF-8, as all JSON has to be');
  const value = parse(text);
  if (value === undefined) return wrong(400, NO_JSON);
  if (Array.isArray(value)) return many({ values: value, text }, media);
  if (media.accepts === 'many') return wrong(422, 'expected a list of events, like [{…}, {…}]');
  if (typeof value !== 'object' || value === null)
    return wrong(422, 'expected an object or a list');
  if (Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES) return wrong(413, TOO_BIG);
  return { kind: 'items', items: [{ dialect: media.dialectOf(value), text }] };
}

/** A CloudEvent whose attributes are headers; `undefined` when the request is none. */
export function readBinaryCloudEvent({ headers, body }: FastifyRequest): EventBody | undefined {
  if (!isBinaryCloudEvent(headers)) return undefined;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const made = structuredFrom(headers, bytes);
  switch (made.kind) {
    case 'structured':
      return { kind: 'items', items: [{ dialect: 'cloudevents', text: made.text }] };
    case 'wrong':
      return wrong(400, `the CloudEvent in headers is malformed: ${made.what}`);
    case 'too_big':
      return wrong(413, TOO_BIG);
  }
}

const NO_JSON = 'it is not JSON; expected an event like {"event_type":"job.started","data":{}}';
const TOO_BIG = `an event may have up to 1 MiB (${MESSAGE_LIMIT_BYTES} bytes)`;

interface List {
  readonly values: readonly unknown[];
  /** As it was sent. */
  readonly text: string;
}

function many({ values, text }: List, { accepts: takes, dialectOf }: EventMedia): EventBody {
  if (takes === 'one') return wrong(422, 'expected one event and no list');
  if (values.length > MAX_ITEMS) {
    return wrong(422, `${values.length} are too many; expected up to ${MAX_ITEMS} at a time`);
  }
  const items = itemsOf(text).map((item, at) => ({ dialect: dialectOf(values[at]), text: item }));
  return { kind: 'items', items };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

function wrong(status: number, what: string): EventBody {
  const detail = `No event was published: ${what}.`;
  return { kind: 'wrong', problem: { status, code: 'input_invalid', detail } };
}
