// Answers requests that no route takes, before their bodies are read: 405 where another method would
// do, else 404.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOT_FOUND, sendProblem } from './problem.ts';

interface KnownPath {
  readonly form: RegExp;
  readonly methods: Set<string>;
}

/** Has to come before the routes, and after the hooks that guard what is not there either. */
export function registerUnknownRoutes(app: FastifyInstance): void {
  const known = new Map<string, KnownPath>();

  app.addHook('onRoute', ({ url, method }) => {
    const path = known.get(url) ?? { form: formOf(url), methods: new Set() };
    known.set(url, path);
    for (const each of [method].flat()) path.methods.add(each.toUpperCase());
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const allowed = methodsOf(request, [...known.values()]);
    return allowed.length === 0 ? sendProblem(reply, NOT_FOUND) : refuseMethod(reply, allowed);
  });
}

/** `/api/v1/jobs/:id` stands for one part that is not empty, `*` for any rest. */
function formOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

function methodsOf({ url }: FastifyRequest, known: readonly KnownPath[]): string[] {
  const [path = ''] = url.split('?');
  const found = known.filter(({ form }) => form.test(path));
  return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
}

function refuseMethod(reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  const methods = allowed.join(', ');
  return sendProblem(reply.header('allow', methods), {
    code: 'method_not_allowed',
    detail: `This address does not take that method; expected one of ${methods}.`,
  });
}
