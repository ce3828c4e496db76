// Bodies that contain events: one or a list, each with its dialect.
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
  | { readonly kind: 'invalid'; readonly problem: Problem };

/** A media type that a route accepts. */
export interface EventMedia {
  readonly accepts: 'one' | 'many' | 'both';
  readonly dialectOf: (item: unknown) => string;
}

export type EventMediaTypes = Readonly<Record<string, EventMedia>>;

export const MAX_ITEMS = 1_000;

/**
 * Routes in `register` get bodies as raw bytes: the server's parser would refuse fields that events may have, like
 * `__proto__`, and media types that binary CloudEvents may have.
 */
export function withEventBodies(
  app: FastifyInstance,
  types: EventMediaTypes,
  register: (routes: FastifyInstance) => void,
): void {
  app.register((routes, _options, done) => {
    const asBuffer = async (_: unknown, bytes: Buffer) => bytes;
    routes.addContentTypeParser([...Object.keys(types), '*'], { parseAs: 'buffer' }, asBuffer);
    register(routes);
    done();
  });
}

export function readEventBody(request: FastifyRequest, types: EventMediaTypes): EventBody {
  const media = types[mediaTypeOf(request)];
  const { body } = request;
  if (!Buffer.isBuffer(body)) return invalid(400, NOT_JSON);
  if (media === undefined) return { kind: 'invalid', problem: WRONG_MEDIA_TYPE };
  const text = utf8(body);
  if (text === undefined) return invalid(400, 'the body is not UTF-8; expected JSON in UTF-8');
  const value = parse(text);
  if (value === undefined) return invalid(400, NOT_JSON);
  if (Array.isArray(value)) return many({ values: value, text }, media);
  if (media.accepts === 'many') return invalid(422, 'expected a list of events, like [{…}, {…}]');
  if (typeof value !== 'object' || value === null)
    return invalid(422, 'expected an object or a list');
  if (Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES) return invalid(413, TOO_LARGE);
  return { kind: 'items', items: [{ dialect: media.dialectOf(value), text }] };
}

/** A CloudEvent in binary mode; `undefined` if the request is not one. */
export function readBinaryCloudEvent({ headers, body }: FastifyRequest): EventBody | undefined {
  if (!isBinaryCloudEvent(headers)) return undefined;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const made = structuredFrom(headers, bytes);
  switch (made.kind) {
    case 'structured':
      return { kind: 'items', items: [{ dialect: 'cloudevents', text: made.text }] };
    case 'invalid':
      return invalid(400, `the CloudEvent in headers is malformed: ${made.problem}`);
    case 'too_large':
      return invalid(413, TOO_LARGE);
  }
}

const NOT_JSON =
  'the body is not JSON; expected an event like {"event_type":"job.started","job_id":"j1","data":{}}';
const TOO_LARGE = `an event may be up to 1 MiB (${MESSAGE_LIMIT_BYTES} bytes)`;

interface List {
  readonly values: readonly unknown[];
  /** As sent. */
  readonly text: string;
}

function many({ values, text }: List, { accepts, dialectOf }: EventMedia): EventBody {
  if (accepts === 'one') return invalid(422, 'expected a single event, not a list');
  if (values.length > MAX_ITEMS) {
    return invalid(
      422,
      `${values.length} events are too many; expected up to ${MAX_ITEMS} at a time`,
    );
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

function invalid(status: number, reason: string): EventBody {
  const detail = `No event was published: ${reason}.`;
  return { kind: 'invalid', problem: { status, code: 'input_invalid', detail } };
}
