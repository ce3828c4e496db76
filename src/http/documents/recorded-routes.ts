// Collects what the routes say about themselves while they are registered.
import type { FastifyInstance, RouteOptions } from 'fastify';
import { defined } from '../../runtime/defined.ts';
import type { Demand } from '../access/gate.ts';
import type { Operation } from './operation.ts';

export interface RecordedRoute {
  readonly method: string;
  /** As in documents: `/api/v1/jobs/{id}`. */
  readonly path: string;
  readonly operation: Operation;
  /** Absent: open to all. */
  readonly guard?: Demand;
}

/** Those that are registered from now on. Fastify adds HEAD to every GET; it is no operation of its own. */
export function recordOperations(app: FastifyInstance): readonly RecordedRoute[] {
  const recorded: RecordedRoute[] = [];
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation;
    if (operation === undefined) return;
    const guard = guardOf(route);
    for (const method of [route.method].flat().filter((name) => name !== 'HEAD')) {
      const path = route.url.replace(/:(\w+)/g, '{$1}');
      recorded.push({ method: method.toLowerCase(), path, operation, ...defined({ guard }) });
    }
  });
  return recorded;
}

function guardOf({ onRequest }: RouteOptions): Demand | undefined {
  return [onRequest].flat().find((hook) => isGuarding(hook))?.asks;
}

function isGuarding(hook: unknown): hook is { readonly asks: Demand } {
  return typeof hook === 'function' && 'asks' in hook;
}
