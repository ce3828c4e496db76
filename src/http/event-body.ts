// Bodies that carry events: one of them or a list, each on its way to the dialect it is written in.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MESSAGE_LIMIT_BYTES } from '../dialects/json-text.ts';
import type { Problem } from './problem.ts';

export interface EventItem {
  readonly dialect: string;
  readonly text: string;
}

export type EventBody =
  | { readonly kind: 'items'; readonly items: readonly EventItem[] }
  | { readonly kind: 'wrong'; readonly problem: Problem };

/** A media type that a route takes. */
export interface EventMedia {
  readonly takes: 'one' | 'many' | 'both';
  readonly dialectOf: (item: unknown) => string;
}

export type EventMediaTypes = Readonly<Record<string, EventMedia>>;

const MOST_ITEMS = 1_000;

/**
 * Routes in `register` get bodies of these types, and no others, as the text that was sent: the
 * parser of the server would refuse fields that events may have, like `__proto__`.
 */
export function withEventBodies(
  app: FastifyInstance,
  types: EventMediaTypes,
  register: (routes: FastifyInstance) => void,
): void {
  app.register((routes, _options, done) => {
    const options = { parseAs: 'string' } as const;
    routes.addContentTypeParser(
      Object.keys(types),
      options,
      async (_: unknown, text: string) => text,
    );
    register(routes);
    done();
  });
}

export function readEventBody(request: FastifyRequest, types: EventMediaTypes): EventBody {
  const media = types[mediaTypeOf(request)];
  const text = request.body;
  if (media === undefined || typeof text !== 'string') return wrong(400, NO_JSON);
  const value = parse(text);
  if (value === undefined) return wrong(400, NO_JSON);
  if (Array.isArray(value)) return many(value, media);
  if (media.takes === 'many') return wrong(422, 'expected a list of events, like [{…}, {…}]');
  if (typeof value !== 'object' || value === null)
    return wrong(422, 'expected an object or a list');
  if (Buffer.byteLength(text) > MESSAGE_LIMIT_BYTES) return wrong(413, TOO_BIG);
  return { kind: 'items', items: [{ dialect: media.dialectOf(value), text }] };
}

const NO_JSON = 'it is not JSON; expected an event like {"event_type":"job.started","data":{}}';
const TOO_BIG = `an event may have up to 1 MiB (${MESSAGE_LIMIT_BYTES} bytes)`;
const TOO_DEEP = 'it is nested too deeply; expected at most 100 levels';

function many(values: readonly unknown[], { takes, dialectOf }: EventMedia): EventBody {
  if (takes === 'one') return wrong(422, 'expected one event and no list');
  if (values.length > MOST_ITEMS) {
    return wrong(422, `${values.length} are too many; expected up to ${MOST_ITEMS} at a time`);
  }
  try {
    const items = values.map((value) => ({
      dialect: dialectOf(value),
      text: JSON.stringify(value),
    }));
    return { kind: 'items', items };
  } catch (error) {
    // Parsing takes any depth; writing ends with the stack.
    if (error instanceof RangeError) return wrong(422, TOO_DEEP);
    throw error;
  }
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
