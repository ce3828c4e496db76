// What those are answered who are not let in: without credentials, with wrong ones, or without the scope.
import type { FastifyReply } from 'fastify';
import type { TokenScope } from '../../audience/tokens.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import { type Caller, hasScope } from './auth.ts';
import { refuseForeignPage } from './origin.ts';

/** Who is calling, as far as the credentials of a request say. */
export type Identified =
  | { readonly kind: 'caller'; readonly caller: Caller }
  /** The token is invalid; `waitMs` is above 0 after too many invalid ones. */
  | { readonly kind: 'invalid'; readonly waitMs: number }
  /** The session of the cookie is over. */
  | { readonly kind: 'ended' }
  /** A page that is not ours, or nobody knows which, would change something with the cookie of its visitor. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'anonymous' };

/** `hide`: without valid credentials the route does not exist. */
export type Unauthenticated = 'challenge' | 'hide';

export function refuseUnidentified(
  reply: FastifyReply,
  identified: Exclude<Identified, { kind: 'caller' }>,
  unauthenticated: Unauthenticated,
): FastifyReply {
  const isHidden = unauthenticated === 'hide';
  switch (identified.kind) {
    case 'invalid':
      if (identified.waitMs > 0) return refuseGuess(reply, identified.waitMs);
      return isHidden ? hide(reply) : challenge(reply, UNKNOWN_TOKEN);
    case 'ended':
      return isHidden ? hide(reply) : challenge(reply, SESSION_ENDED);
    case 'foreign':
      return refuseForeignPage(reply);
    case 'anonymous':
      return isHidden ? hide(reply) : challenge(reply, NO_TOKEN);
  }
}

/** `isForAll`: the scope alone is not enough, because the route is about all projects. */
export function refuseScope(
  reply: FastifyReply,
  scope: TokenScope,
  isForAll: 'for all projects' | 'for any' = 'for any',
): FastifyReply {
  const what =
    isForAll === 'for any'
      ? `This token does not have the scope ${scope}; expected one that has it`
      : `This token does not have the scope ${scope} for all projects; expected one that has it and is not limited to projects`;
  reply.header(
    'www-authenticate',
    `Bearer realm="jobwire", error="insufficient_scope", scope="${scope}"`,
  );
  return sendProblem(reply, {
    code: 'scope_missing',
    detail: `${what}, for example from: jobwire token create NAME --scopes ${scope}. Who signed in as a person needs the role for it: ask an admin.`,
  });
}

/** Answers unless the caller has the scope. */
export function checkScope(reply: FastifyReply, caller: Caller, scope: TokenScope): unknown {
  if (hasScope(caller, scope)) return;
  return scope === 'read' ? hide(reply) : refuseScope(reply, scope);
}

function hide(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, NOT_FOUND);
}

interface Challenge {
  readonly error?: string;
  /** What was wrong. */
  readonly what: string;
}

const NO_TOKEN: Challenge = { what: 'No token was given' };
const UNKNOWN_TOKEN: Challenge = { error: 'invalid_token', what: 'This token is unknown' };
const NO_SESSION: Challenge = { what: 'This is a token, not a session' };
const SESSION_ENDED: Challenge = {
  error: 'invalid_token',
  what: 'This session has ended; sign in again with POST /api/v1/session',
};

/** For a token on a route of sessions. */
export function refuseNoSession(reply: FastifyReply): FastifyReply {
  return challenge(reply, NO_SESSION);
}

function challenge(reply: FastifyReply, { error, what }: Challenge): FastifyReply {
  const reason = error === undefined ? '' : `, error="${error}"`;
  reply.header('www-authenticate', `Bearer realm="jobwire"${reason}`);
  return sendProblem(reply, {
    code: 'unauthenticated',
    detail: `${what}; expected a header like Authorization: Bearer <token>.`,
  });
}

/** The same on every route, including hidden ones. */
export function refuseGuess(reply: FastifyReply, waitMs: number): FastifyReply {
  const seconds = Math.ceil(waitMs / 1_000);
  return sendProblem(reply.header('retry-after', seconds), {
    code: 'too_many_guesses',
    detail: `Too many invalid tokens came from this address; expected a valid one after ${seconds} s. Tokens from jobwire token create are accepted at any time.`,
  });
}
