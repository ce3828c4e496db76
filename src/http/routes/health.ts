// Liveness, which asks nobody, and readiness, which says what is missing. Open to all.
import type { FastifyInstance } from 'fastify';
import type { Health } from '../../runtime/health.ts';
import type { SystemState } from '../../runtime/system-state.ts';
import type { StoreWatch } from '../access/store-watch.ts';

interface Deps {
  readonly health: Health;
  readonly queue: QueueSize;
  readonly storeWatch: Pick<StoreWatch, 'atMost'>;
  /** How many handlers hear of events inside the program. */
  readonly bus: { readonly handlers: number };
  /** As it was seen last. */
  readonly systemState: () => SystemState | undefined;
}

type Components = ReturnType<Health['snapshot']>;

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
    const components = openly(health.snapshot());
    const ready = isReady(components);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unready', components, ...waiting(deps.systemState()) });
  });

  app.get('/api/v1/health', async (_request, reply) => {
    const components = openly(health.snapshot());
    const size = await deps.storeWatch.atMost(deps.queue.size());
    const healthy = isReady(components) && size !== undefined;
    return reply
      .code(healthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: healthy ? 'healthy' : 'unhealthy',
        queue_size: size ?? null,
        handlers_registered: deps.bus.handlers,
        components,
        ...waiting(deps.systemState()),
      });
  });
}

/** Parts that find their sources by the names of projects and jobs: why they fail may name one. */
const NAMING: ReadonlySet<string> = new Set(['events:televibe', 'files:runs']);

/** As anybody may know it. */
function openly(components: Components) {
  const entries = Object.entries(components).map(([name, { ok, detail }]) => {
    const isHidden = NAMING.has(name) && !ok;
    return [name, { ok, detail: isHidden ? 'the log says why' : detail }] as const;
  });
  return Object.fromEntries(entries);
}

/** Numbers alone: of whom they are is nobody's business here. */
function waiting(state: SystemState | undefined) {
  if (state === undefined) return {};
  const { putAside, deadLetters } = state;
  return {
    put_aside: { ...putAside.items, message: putAside.messages },
    dead_letters: deadLetters,
  };
}

function isReady(components: Readonly<Record<string, { readonly ok: boolean }>>): boolean {
  const states = Object.values(components);
  return states.length > 0 && states.every(({ ok }) => ok);
}

const ALIVE = { status: 'alive' };
