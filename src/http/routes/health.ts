// Liveness, without any checks, and readiness, with what is missing. Open to all.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Health } from '../../runtime/health.ts';
import type { SystemState } from '../../runtime/system-state.ts';
import type { StoreWatch } from '../access/store-watch.ts';
import type { Operation } from '../documents/operation.ts';

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

const aliveAnswer = z.object({ status: z.literal('alive') });

const componentsAnswer = z
  .record(
    z.string(),
    z.object({
      ok: z.boolean(),
      detail: z.string().meta({ description: 'For people: what is wrong, and since when.' }),
    }),
  )
  .meta({ description: 'By name: `redis`, `telegram`, `http`.' });

/** Absent until they were read for the first time. */
const backlogAnswer = {
  put_aside: z
    .record(z.string(), z.int())
    .exactOptional()
    .meta({ description: 'Events and messages that failed again and again, by step.' }),
  dead_letters: z.int().exactOptional().meta({ description: 'Messages that nobody could read.' }),
};

const readyAnswer = z.object({
  status: z.enum(['ready', 'unready']),
  components: componentsAnswer,
  ...backlogAnswer,
});

const healthAnswer = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  queue_size: z
    .int()
    .nullable()
    .meta({ description: 'How many chats have something queued; null while Redis is away.' }),
  handlers_registered: z.int().meta({ description: 'Subscriptions to events in the program.' }),
  components: componentsAnswer,
  ...backlogAnswer,
});

const alive = (id: string): Operation => ({
  id,
  tag: 'state',
  summary: 'Whether the process answers',
  description: 'It asks nothing else, so it also answers while Redis is away.',
  answers: { 200: { description: 'It does.', content: { 'application/json': aliveAnswer } } },
});

const LIVENESS = { '/healthz': alive('getHealthz'), '/livez': alive('getLivez') };

const READINESS: Operation = {
  id: 'getReadiness',
  tag: 'state',
  summary: 'Whether every component works',
  description: 'For load balancers and for people: which component does not work, and since when.',
  answers: {
    200: { description: 'All work.', content: { 'application/json': readyAnswer } },
    503: { description: 'Some do not.', content: { 'application/json': readyAnswer } },
  },
};

const HEALTH: Operation = {
  id: 'getHealth',
  tag: 'state',
  summary: 'Whether every component works, and what is queued',
  description: 'The same as `/readyz`, with how many chats have something queued.',
  answers: {
    200: { description: 'All work.', content: { 'application/json': healthAnswer } },
    503: { description: 'Some do not.', content: { 'application/json': healthAnswer } },
  },
};

export function registerHealth(app: FastifyInstance, deps: Deps): void {
  const { health } = deps;
  for (const [path, operation] of Object.entries(LIVENESS)) {
    app.get(path, { config: { operation } }, (_request, reply) =>
      reply.header('cache-control', 'no-store').send(ALIVE),
    );
  }

  app.get('/readyz', { config: { operation: READINESS } }, (_request, reply) => {
    const components = publicComponents(health.snapshot());
    const ready = isReady(components);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'unready', components, ...backlog(deps.systemState()) });
  });

  app.get('/api/v1/health', { config: { operation: HEALTH } }, async (_request, reply) => {
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

const ALIVE: z.infer<typeof aliveAnswer> = { status: 'alive' };
