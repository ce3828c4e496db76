// POST /api/v1/events: publishes events in the televibe shape or as CloudEvents in any mode.
import type { FastifyInstance } from 'fastify';
import type { Publish } from '../../intake/publish.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import {
  type EventMediaTypes,
  readBinaryCloudEvent,
  readEventBody,
  withEventBodies,
} from '../publishing/event-body.ts';
import { type PublishDeps, sendPublished } from '../publishing/publish-reply.ts';
import { authorOf } from '../publishing/publisher.ts';
import { sendProblem } from '../request/problem.ts';

interface Deps extends PublishDeps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Includes the media types of CloudEvents' structured and batched modes; the binary mode has any.
 */
const TYPES: EventMediaTypes = {
  'application/json': { accepts: 'both', dialectOf },
  'application/cloudevents+json': { accepts: 'one', dialectOf: () => 'cloudevents' },
  'application/cloudevents-batch+json': { accepts: 'many', dialectOf: () => 'cloudevents' },
};

export function registerPublishEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, clock } = deps;
  withEventBodies(app, TYPES, (routes) => {
    routes.post('/api/v1/events', { onRequest: admit('publish') }, async (request, reply) => {
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
