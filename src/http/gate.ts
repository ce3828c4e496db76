// Lets a request in: finds out who calls and whether they have the scope that a route asks for.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Scope } from '../audience/tokens.ts';
import { JobwireError } from '../errors.ts';
import { type Authenticate, type Caller, hasScope } from './auth.ts';
import { NOT_FOUND, sendProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate; ask `callerOf` for it. */
    caller: Caller | null;
  }
}

type Admission = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Gives the `onRequest` hook of a route that asks for a scope, so that nobody's body is read before
 * they are known. Without the right to read, nothing exists; other scopes are named when missing.
 */
export type Admit = (scope: Scope, strangers?: Strangers) => Admission;

/** `hidden`: without credentials too the route does not exist. */
type Strangers = 'told' | 'hidden';

export function createGate(app: FastifyInstance, authenticate: Authenticate): Admit {
  app.decorateRequest('caller', null);
  return (scope, strangers = 'told') => {
    const refuse = strangers === 'hidden' ? hide : refuseStranger;
    return async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const bearer = bearerOf(request.headers.authorization);
      const caller = bearer === undefined ? undefined : await authenticate(bearer);
      if (caller === undefined) return refuse(reply, bearer !== undefined);
      request.caller = caller;
      if (hasScope(caller, scope)) return;
      return scope === 'read' ? hide(reply) : refuseScope(reply, scope);
    };
  };
}

/** Who calls, on a route that the gate guards. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== null) return request.caller;
  throw new JobwireError('bug', 'a route asked for its caller, but no gate stands before it');
}

export function refuseScope(reply: FastifyReply, scope: Scope): FastifyReply {
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire", error="insufficient_scope", scope="${scope}"`,
  );
  return sendProblem(reply, {
    status: 403,
    code: 'scope_missing',
    detail: `This token may not do that; expected one with the scope ${scope} for all projects, like one made by: jobwire token create NAME --scopes ${scope}`,
  });
}

function hide(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, NOT_FOUND);
}

function refuseStranger(reply: FastifyReply, tried: boolean): FastifyReply {
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire"${tried ? ', error="invalid_token"' : ''}`,
  );
  return sendProblem(reply, {
    status: 401,
    code: 'unauthenticated',
    detail: `${tried ? 'This token is not known here' : 'No token was given'}; expected a header like Authorization: Bearer <token>.`,
  });
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
}
