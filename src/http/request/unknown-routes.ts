// Answers requests without a matching route before their bodies are read: OPTIONS with the methods of the path, 405 if
// another method would match, else 404.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOT_FOUND, sendProblem } from './problem.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Call it before the routes are registered, and after hooks that also apply to unknown paths. */
export function registerUnknownRoutes(app: FastifyInstance): void {
  const known = new Map<string, KnownPath>();

  app.addHook('onRoute', ({ url, method }) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    known.set(url, path);
    for (const each of [method].flat()) path.methods.add(each.toUpperCase());
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const allowed = methodsOf(request, [...known.values()]);
    if (allowed.length === 0) return sendProblem(reply, NOT_FOUND);
    const methods = [...allowed, 'OPTIONS'].sort();
    if (request.method !== 'OPTIONS') return refuseMethod(reply, methods);
    return reply.header('allow', methods.join(', ')).code(204).send();
  });
}

/** `:id` matches one non-empty segment, `*` any rest. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

function methodsOf({ url }: FastifyRequest, known: readonly KnownPath[]): string[] {
  const [path = ''] = url.split('?');
  const found = known.filter(({ pattern }) => pattern.test(path));
  return [...new Set(found.flatMap(({ methods }) => [...methods]))];
}

function refuseMethod(reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  const methods = allowed.join(', ');
  return sendProblem(reply.header('allow', methods), {
    code: 'method_not_allowed',
    detail: `This URL does not support that method; expected one of ${methods}.`,
  });
}
