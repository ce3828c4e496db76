// Lets a request in: finds out who calls and whether they have the scope that a route asks for.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenScope } from '../../audience/tokens.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import { type Authenticate, type Caller, hasScope } from './auth.ts';
import type { Guesses } from './guesses.ts';
import type { StoreWatch } from './store-watch.ts';

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
export type Admit = (scope: TokenScope, strangers?: Strangers) => Admission;

type Identified =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** A token was given, and is none; `waitMs`: so was another one before, too often. */
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'unnamed' };

/** `hidden`: without credentials too the route does not exist. */
type Strangers = 'told' | 'hidden';

interface Deps {
  readonly authenticate: Authenticate;
  readonly guesses: Guesses;
  readonly storeWatch: StoreWatch;
}

/** What these routes answer with is in memory: only who calls may have to be looked up. */
const NEEDS_NO_STORE: ReadonlySet<TokenScope> = new Set(['metrics']);

export function createGate(app: FastifyInstance, deps: Deps): Admit {
  const { authenticate, guesses, storeWatch } = deps;
  app.decorateRequest('caller', null);

  async function identify(request: FastifyRequest): Promise<Identified> {
    const bearer = bearerOf(request.headers.authorization);
    if (bearer === undefined) return { kind: 'unnamed' };
    const waitMs = guesses.waitMs(request, bearer);
    if (waitMs > 0) return { kind: 'wrong', waitMs };
    const caller = await authenticate(bearer);
    if (caller !== undefined) return { kind: 'caller', caller };
    return { kind: 'wrong', waitMs: guesses.failed(request, bearer) };
  }

  return (scope, strangers = 'told') => {
    return async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const answered = storeWatch.begin(reply);
      const identified = await identify(request);
      // Before a stream is opened, which can't be answered with an error any more.
      if (!NEEDS_NO_STORE.has(scope)) await answered;
      // Meanwhile it was answered that the store is away.
      if (reply.sent) return;
      if (identified.kind !== 'caller') return refuse(reply, identified, strangers);
      request.caller = identified.caller;
      if (hasScope(identified.caller, scope)) return;
      return scope === 'read' ? hide(reply) : refuseScope(reply, scope);
    };
  };
}

function refuse(
  reply: FastifyReply,
  stranger: Exclude<Identified, { kind: 'caller' }>,
  strangers: Strangers,
): FastifyReply {
  switch (stranger.kind) {
    case 'wrong':
      if (stranger.waitMs > 0) return refuseGuess(reply, stranger.waitMs);
      return strangers === 'hidden' ? hide(reply) : refuseStranger(reply, true);
    case 'unnamed':
      return strangers === 'hidden' ? hide(reply) : refuseStranger(reply, false);
  }
}

/** Who calls, on a route that the gate guards. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== null) return request.caller;
  throw new JobwireError('bug', 'a route asked for its caller, but no gate stands before it');
}

export function refuseScope(reply: FastifyReply, scope: TokenScope): FastifyReply {
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire", error="insufficient_scope", scope="${scope}"`,
  );
  return sendProblem(reply, {
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
    code: 'unauthenticated',
    detail: `${tried ? 'This token is not known here' : 'No token was given'}; expected a header like Authorization: Bearer <token>.`,
  });
}

/** The same on every route, also where strangers are told nothing. */
function refuseGuess(reply: FastifyReply, waitMs: number): FastifyReply {
  const seconds = Math.ceil(waitMs / 1_000);
  return sendProblem(reply.header('retry-after', seconds), {
    code: 'too_many_guesses',
    detail: `Too many wrong tokens came from this address; expected a right one after ${seconds} s. Tokens made by jobwire token create are taken at any time.`,
  });
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
}
