// Counts and times requests by the pattern of their route: paths and problems' texts would have too many values.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import type { Metrics } from '../../runtime/metrics.ts';

interface Deps {
  readonly metrics: Pick<Metrics, 'requestAnswered' | 'requestRefused'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const UNKNOWN_ROUTE = 'unknown';

export function measureRequests(app: FastifyInstance, { metrics, clock }: Deps): void {
  const startedAt = new WeakMap<FastifyRequest, number>();

  app.addHook('onRequest', async (request, reply) => {
    startedAt.set(request, clock.monotonic());
    // Also fires for answers that are written past the framework, which streams are.
    reply.raw.once('close', () => answered(request, reply));
  });

  function answered(request: FastifyRequest, reply: FastifyReply): void {
    const { method, routeOptions } = request;
    const seconds = (clock.monotonic() - (startedAt.get(request) ?? 0)) / 1_000;
    metrics.requestAnswered({
      route: routeOptions.url ?? UNKNOWN_ROUTE,
      method,
      status: reply.raw.statusCode,
      ...(isStream(reply) ? {} : { seconds }),
    });
    if (reply.problemCode !== undefined) metrics.requestRefused(reply.problemCode);
  }
}

/** A stream stays open for as long as its reader likes, so its time says nothing. */
function isStream({ raw }: FastifyReply): boolean {
  return String(raw.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
