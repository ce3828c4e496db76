// POST /api/v1/events: publishes events in the televibe shape or as CloudEvents in any mode.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Publish } from '../../intake/publish.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { exampleOf, type Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import {
  type EventMediaTypes,
  MAX_ITEMS,
  readBinaryCloudEvent,
  readEventBody,
  withEventBodies,
} from '../publishing/event-body.ts';
import {
  PUBLISH_REFUSALS,
  type PublishDeps,
  publishedAnswer,
  sendPublished,
} from '../publishing/publish-reply.ts';
import { authorOf } from '../publishing/publisher.ts';
import { sendProblem } from '../request/problem.ts';

interface Deps extends PublishDeps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly clock: Pick<Clock, 'now'>;
  readonly formats: Formats;
}

/**
 * Includes the media types of CloudEvents' structured and batched modes; the binary mode has any.
 */
const TYPES: EventMediaTypes = {
  'application/json': { accepts: 'both', dialectOf },
  'application/cloudevents+json': { accepts: 'one', dialectOf: () => 'cloudevents' },
  'application/cloudevents-batch+json': { accepts: 'many', dialectOf: () => 'cloudevents' },
};

/** Attributes of a CloudEvent in the binary mode; any other is `ce-<name>` as well. */
const binaryHeaders = z.object({
  'ce-specversion': attribute('Makes it a CloudEvent in the binary mode.', '1.0'),
  'ce-id': attribute('With the source, it makes publishing idempotent.', 'A234-1234-1234'),
  'ce-source': attribute('Where it comes from.', '/builds/runner-1'),
  'ce-type': attribute('Its type.', 'job.completed'),
});

function attribute(description: string, example: string) {
  return z
    .string()
    .optional()
    .meta({ description, examples: [example] });
}

function operationFor(formats: Formats): Operation {
  const televibe = formats.accepted('televibe');
  const cloudEvent = formats.accepted('cloudevents');
  const one = z.union([televibe, cloudEvent]);
  const list = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_ITEMS);
  const [example, cloudExample] = [televibe, cloudEvent].map((each) => JSON.parse(exampleOf(each)));
  return {
    id: 'publishEvents',
    tag: 'events',
    summary: 'Publish events',
    description:
      'In the televibe shape or as CloudEvents: structured, batched, or binary (attributes as headers `ce-…`, the body is the data, of any type). All or nothing, and idempotent by id. A published decision counts as the vote of the person whom the token belongs to.',
    headers: binaryHeaders,
    body: {
      'application/json': z
        .union([one, list(one)])
        .meta({ examples: [example, [example], cloudExample] }),
      'application/cloudevents+json': cloudEvent.meta({ examples: [cloudExample] }),
      'application/cloudevents-batch+json': list(cloudEvent).meta({ examples: [[cloudExample]] }),
      '*/*': z
        .unknown()
        .meta({ description: 'The data of a binary CloudEvent.', examples: [{ success: true }] }),
    },
    answers: {
      202: {
        description: 'They are stored.',
        content: { 'application/json': publishedAnswer },
      },
    },
    refusals: PUBLISH_REFUSALS,
  };
}

export function registerPublishEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, clock } = deps;
  withEventBodies(app, TYPES, (routes) => {
    const options = {
      onRequest: admit('publish'),
      config: { operation: operationFor(deps.formats) },
    };
    routes.post('/api/v1/events', options, async (request, reply) => {
      const body = readBinaryCloudEvent(request) ?? readEventBody(request, TYPES);
      if (body.kind === 'invalid') return sendProblem(reply, body.problem);
      const arrivedAt = clock.now();
      const messages = body.items.map((item) => ({ ...item, source: 'http', arrivedAt }));
      const caller = callerOf(request);
      const result = await publish(messages, authorOf(caller, deps));
      return sendPublished(reply, { result, caller, count: messages.length }, deps);
    });
  });
}

function dialectOf(item: unknown): string {
  const isCloudEvent = typeof item === 'object' && item !== null && 'specversion' in item;
  return isCloudEvent ? 'cloudevents' : 'televibe';
}
