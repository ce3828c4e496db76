// Liveness, which asks nobody, and readiness, which says what is missing. Open to all.
import type { FastifyInstance } from 'fastify';
import type { Health } from '../../health.ts';

interface Deps {
  readonly health: Health;
}

export function registerHealth(app: FastifyInstance, { health }: Deps): void {
  for (const path of ['/healthz', '/livez']) {
    app.get(path, (_request, reply) => reply.header('cache-control', 'no-store').send(ALIVE));
  }

  app.get('/readyz', (_request, reply) => {
    const components = health.snapshot();
    const states = Object.values(components);
    const ready = states.length > 0 && states.every(({ ok }) => ok);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unready', components });
  });
}

const ALIVE = { status: 'alive' };
