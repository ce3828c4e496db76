// GET /metrics, for Prometheus. Metrics cover all projects, so tokens limited to some are refused.
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../../runtime/metrics.ts';
import { type Admit, callerOf, refuseScope } from '../access/gate.ts';

interface Deps {
  readonly admit: Admit;
  readonly metrics: Metrics;
}

export function registerMetrics(app: FastifyInstance, { admit, metrics }: Deps): void {
  app.get('/metrics', { onRequest: admit('metrics') }, async (request, reply) => {
    if (callerOf(request).projects !== 'all') return refuseScope(reply, 'metrics');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });
}
