// Liveness, which asks nobody, and readiness, which says what is missing. Open to all.
import type { FastifyInstance } from 'fastify';
import type { Health } from '../../health.ts';

interface Deps {
  readonly health: Health;
  readonly queue: QueueSize;
  /** How many handlers hear of events inside the program. */
  readonly bus: { readonly handlers: number };
}

/** Contract: how many chats have something waiting to be sent. Rejects when Redis is away. */
export interface QueueSize {
  size(): Promise<number>;
}

export function registerHealth(app: FastifyInstance, deps: Deps): void {
  const { health } = deps;
  for (const path of ['/healthz', '/livez']) {
    app.get(path, (_request, reply) => reply.header('cache-control', 'no-store').send(ALIVE));
  }

  app.get('/readyz', (_request, reply) => {
    const components = health.snapshot();
    const ready = isReady(components);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unready', components });
  });

  app.get('/api/v1/health', async (_request, reply) => {
    const components = health.snapshot();
    const size = await deps.queue.size().catch(() => undefined);
    const healthy = isReady(components) && size !== undefined;
    return reply
      .code(healthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: healthy ? 'healthy' : 'unhealthy',
        queue_size: size ?? null,
        handlers_registered: deps.bus.handlers,
        components,
      });
  });
}

function isReady(components: ReturnType<Health['snapshot']>): boolean {
  const states = Object.values(components);
  return states.length > 0 && states.every(({ ok }) => ok);
}

const ALIVE = { status: 'alive' };
