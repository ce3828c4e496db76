// Liveness, without any checks, and readiness, with what is missing. Open to all.
import type { FastifyInstance } from 'fastify';
import type { Health } from '../../runtime/health.ts';
import type { SystemState } from '../../runtime/system-state.ts';
import type { StoreWatch } from '../access/store-watch.ts';

interface Deps {
  readonly health: Health;
  readonly queue: QueueSize;
  readonly storeWatch: Pick<StoreWatch, 'withTimeout'>;
  /** How many handlers subscribe to events within the program. */
  readonly bus: { readonly handlers: number };
  /** As last read. */
  readonly systemState: () => SystemState | undefined;
}

type Components = ReturnType<Health['snapshot']>;

/** Contract: how many chats have queued messages. Rejects if Redis is unavailable. */
export interface QueueSize {
  size(): Promise<number>;
}

export function registerHealth(app: FastifyInstance, deps: Deps): void {
  const { health } = deps;
  for (const path of ['/healthz', '/livez']) {
    app.get(path, (_request, reply) => reply.header('cache-control', 'no-store').send(ALIVE));
  }

  app.get('/readyz', (_request, reply) => {
    const components = publicComponents(health.snapshot());
    const ready = isReady(components);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unready', components, ...backlog(deps.systemState()) });
  });

  app.get('/api/v1/health', async (_request, reply) => {
    const components = publicComponents(health.snapshot());
    const size = await deps.storeWatch.withTimeout(deps.queue.size());
    const healthy = isReady(components) && size !== undefined;
    return reply
      .code(healthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: healthy ? 'healthy' : 'unhealthy',
        queue_size: size ?? null,
        handlers_registered: deps.bus.handlers,
        components,
        ...backlog(deps.systemState()),
      });
  });
}

/** Components whose failures may name projects or jobs. */
const NAMES_PROJECTS: ReadonlySet<string> = new Set(['events:televibe', 'files:runs']);

/** Without details that are not public. */
function publicComponents(components: Components) {
  const entries = Object.entries(components).map(([name, { ok, detail }]) => {
    const isHidden = NAMES_PROJECTS.has(name) && !ok;
    return [name, { ok, detail: isHidden ? 'see the log' : detail }] as const;
  });
  return Object.fromEntries(entries);
}

/** Only numbers, because the route is public. */
function backlog(state: SystemState | undefined) {
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
