// Authenticates a request, and checks that the caller has the scope that the route requires.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenScope } from '../../audience/tokens.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import { type Authenticate, type Caller, hasScope } from './auth.ts';
import type { Guesses } from './guesses.ts';
import type { StoreWatch } from './store-watch.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate; read it with `callerOf`. */
    caller: Caller | null;
  }
}

type Admission = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Returns the `onRequest` hook of a route that requires a scope, so that no body is read before authentication.
 * Without the scope `read`, nothing exists; other missing scopes are named.
 */
export type Admit = (scope: TokenScope, unauthenticated?: Unauthenticated) => Admission;

type Identified =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** The token is invalid; `waitMs` is above 0 after too many invalid ones. */
  | { readonly kind: 'invalid'; readonly waitMs: number }
  | { readonly kind: 'anonymous' };

/** `hide`: without valid credentials the route does not exist. */
type Unauthenticated = 'challenge' | 'hide';

interface Deps {
  readonly authenticate: Authenticate;
  readonly guesses: Guesses;
  readonly storeWatch: StoreWatch;
}

/** The content of these routes is in memory: only the caller may have to be looked up. */
const STORE_INDEPENDENT: ReadonlySet<TokenScope> = new Set(['metrics']);

export function createGate(app: FastifyInstance, deps: Deps): Admit {
  const { authenticate, guesses, storeWatch } = deps;
  app.decorateRequest('caller', null);

  async function identify(request: FastifyRequest): Promise<Identified> {
    const bearer = bearerOf(request.headers.authorization);
    if (bearer === undefined) return { kind: 'anonymous' };
    const waitMs = guesses.waitMs(request, bearer);
    if (waitMs > 0) return { kind: 'invalid', waitMs };
    const caller = await authenticate(bearer);
    if (caller !== undefined) return { kind: 'caller', caller };
    return { kind: 'invalid', waitMs: guesses.failed(request, bearer) };
  }

  return (scope, unauthenticated = 'challenge') => {
    return async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const answered = storeWatch.begin(reply);
      const identified = await identify(request);
      // Once a stream is open, no error can be sent any more.
      if (!STORE_INDEPENDENT.has(scope)) await answered;
      // The store watch has answered that the store is unavailable.
      if (reply.sent) return;
      if (identified.kind !== 'caller') return refuse(reply, identified, unauthenticated);
      request.caller = identified.caller;
      if (hasScope(identified.caller, scope)) return;
      return scope === 'read' ? hide(reply) : refuseScope(reply, scope);
    };
  };
}

function refuse(
  reply: FastifyReply,
  identified: Exclude<Identified, { kind: 'caller' }>,
  unauthenticated: Unauthenticated,
): FastifyReply {
  switch (identified.kind) {
    case 'invalid':
      if (identified.waitMs > 0) return refuseGuess(reply, identified.waitMs);
      return unauthenticated === 'hide' ? hide(reply) : challenge(reply, true);
    case 'anonymous':
      return unauthenticated === 'hide' ? hide(reply) : challenge(reply, false);
  }
}

/** The caller, on a route that the gate guards. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== null) return request.caller;
  throw new JobwireError('bug', 'callerOf was called on a route without a gate');
}

export function refuseScope(reply: FastifyReply, scope: TokenScope): FastifyReply {
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire", error="insufficient_scope", scope="${scope}"`,
  );
  return sendProblem(reply, {
    code: 'scope_missing',
    detail: `This token may not do that; expected one with the scope ${scope} for all projects, for example from: jobwire token create NAME --scopes ${scope}`,
  });
}

function hide(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, NOT_FOUND);
}

function challenge(reply: FastifyReply, isInvalid: boolean): FastifyReply {
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire"${isInvalid ? ', error="invalid_token"' : ''}`,
  );
  return sendProblem(reply, {
    code: 'unauthenticated',
    detail: `${isInvalid ? 'This token is unknown' : 'No token was given'}; expected a header like Authorization: Bearer <token>.`,
  });
}

/** The same on every route, including hidden ones. */
function refuseGuess(reply: FastifyReply, waitMs: number): FastifyReply {
  const seconds = Math.ceil(waitMs / 1_000);
  return sendProblem(reply.header('retry-after', seconds), {
    code: 'too_many_guesses',
    detail: `Too many invalid tokens came from this address; expected a valid one after ${seconds} s. Tokens from jobwire token create are accepted at any time.`,
  });
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
}
