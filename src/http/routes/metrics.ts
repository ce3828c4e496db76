// GET /metrics, for Prometheus. Metrics cover all projects, so tokens limited to some are refused.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Metrics } from '../../runtime/metrics.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { refuseScope } from '../access/refusals.ts';
import type { Operation } from '../documents/operation.ts';

interface Deps {
  readonly admit: Admit;
  readonly metrics: Metrics;
}

const OPERATION: Operation = {
  id: 'getMetrics',
  tag: 'state',
  summary: 'Metrics for Prometheus',
  description: 'They cover all projects, so a token limited to some has no access.',
  answers: {
    200: {
      description: 'The text format of Prometheus, version 0.0.4.',
      content: {
        'text/plain': z.string().meta({ examples: ['jobwire_readers{shape="events"} 3\n'] }),
      },
    },
  },
};

export function registerMetrics(app: FastifyInstance, { admit, metrics }: Deps): void {
  const options = { onRequest: admit('metrics'), config: { operation: OPERATION } };
  app.get('/metrics', options, async (request, reply) => {
    if (callerOf(request).projects !== 'all')
      return refuseScope(reply, 'metrics', 'for all projects');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });
}
