// Authenticates a request, by its token or its cookie, and checks that the caller has the scope that the route requires.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../audience/sign-in/sessions.ts';
import type { TokenScope } from '../../audience/tokens.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Authenticate, Caller } from './auth.ts';
import type { SessionCookie } from './cookie.ts';
import type { Guesses } from './guesses.ts';
import type { PageOrigin } from './origin.ts';
import {
  checkScope,
  type Identified,
  refuseNoSession,
  refuseScope,
  refuseUnidentified,
  type Unauthenticated,
} from './refusals.ts';
import type { RequestLimit } from './request-limit.ts';
import type { Tickets } from './sign-in.ts';
import type { StoreWatch } from './store-watch.ts';
import { registerTicketUse } from './ticket-use.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate; read it with `callerOf`. */
    caller: Caller | null;
  }
}

interface Admission {
  (request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Documents are made of it. */
  readonly asks: Demand;
}

/** What the gate of a route asks for. */
export type Demand =
  | {
      readonly kind: 'scope';
      readonly scope: TokenScope;
      readonly unauthenticated: Unauthenticated;
      readonly takesTickets: boolean;
    }
  | { readonly kind: 'session' };

/**
 * Returns the `onRequest` hook of a route that requires a scope, so that no body is read before authentication.
 * Without the scope `read`, nothing exists; other missing scopes are named.
 */
export type Admit = (
  scope: TokenScope,
  unauthenticated?: Unauthenticated,
  /** Whether a ticket in the query opens it as well. */
  tickets?: 'tickets',
) => Admission;

export interface Gate {
  readonly admit: Admit;
  /** The `onRequest` hook of a route for browsers that are signed in. */
  readonly admitSession: Admission;
  /** The same for signing out, which has no limit: everybody can, whatever they did before. */
  readonly admitSigningOut: Admission;
}

interface Deps {
  readonly authenticate: Authenticate;
  readonly tickets: Pick<Tickets, 'find' | 'spend'>;
  readonly guesses: Guesses;
  readonly requestLimit: RequestLimit;
  readonly storeWatch: StoreWatch;
  readonly cookie: Pick<SessionCookie, 'read'>;
  readonly pageOrigin: (request: FastifyRequest) => PageOrigin;
}

/** They change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The content of these routes is in memory: only the caller may have to be looked up. */
const STORE_INDEPENDENT: ReadonlySet<TokenScope> = new Set(['metrics']);
/** A scraper that is refused would leave a gap just where something is going on. */
const UNLIMITED: ReadonlySet<TokenScope> = new Set(['metrics']);

export function createGate(app: FastifyInstance, deps: Deps): Gate {
  const { storeWatch, requestLimit } = deps;
  const identify = createIdentify(deps);
  app.decorateRequest('caller', null);
  registerTicketUse(app);

  return {
    admit(scope, unauthenticated = 'challenge', tickets = undefined) {
      const takesTickets = tickets !== undefined;
      const isWithin = createIsWithin(requestLimit, { scope, unauthenticated });
      const enter = async (request: FastifyRequest, reply: FastifyReply) => {
        reply.header('cache-control', 'no-store');
        const answered = storeWatch.begin(reply);
        const identified = await identify(request, takesTickets);
        if (reply.sent || !isWithin(request, reply, identified)) return;
        // Once a stream is open, no error can be sent any more.
        if (!STORE_INDEPENDENT.has(scope)) await answered;
        // The store watch has answered that the store is unavailable.
        if (reply.sent) return;
        if (identified.kind !== 'caller')
          return refuseUnidentified(reply, identified, unauthenticated);
        request.caller = identified.caller;
        return checkScope(reply, identified.caller, scope);
      };
      return Object.assign(enter, {
        asks: { kind: 'scope', scope, unauthenticated, takesTickets } as const,
      });
    },
    admitSession: admitSession((identified) => callerIn(identified)),
    // A session that ends is counted by nobody; what is none is a stranger's request like any other.
    admitSigningOut: admitSession((identified) =>
      callerIn(identified)?.session === undefined ? callerIn(identified) : 'uncounted',
    ),
  };

  function admitSession(
    counted: (identified: Identified) => Caller | undefined | 'uncounted',
  ): Admission {
    const enter = async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store');
      const answered = storeWatch.begin(reply);
      const identified = await identify(request, false);
      const by = counted(identified);
      if (reply.sent || (by !== 'uncounted' && !requestLimit.admits(request, reply, by))) return;
      await answered;
      if (reply.sent) return;
      if (identified.kind !== 'caller') return refuseUnidentified(reply, identified, 'challenge');
      if (identified.caller.session === undefined) return refuseNoSession(reply);
      request.caller = identified.caller;
    };
    return Object.assign(enter, { asks: { kind: 'session' } as const });
  }
}

interface Guarded {
  readonly scope: TokenScope;
  readonly unauthenticated: Unauthenticated;
}

/** To strangers a hidden route answers like an unknown path, which has no limit. */
function createIsWithin(limit: RequestLimit, { scope, unauthenticated }: Guarded) {
  const hasLimit = !UNLIMITED.has(scope);
  return (request: FastifyRequest, reply: FastifyReply, identified: Identified): boolean => {
    const caller = callerIn(identified);
    const isLimited = hasLimit && (unauthenticated === 'challenge' || caller !== undefined);
    return !isLimited || limit.admits(request, reply, caller);
  };
}

/**
 * A bearer in the header Authorization takes precedence over a ticket, and that over the cookie. Other schemes are for
 * somebody else, for example a proxy in front that asks for a password.
 */
function createIdentify({ authenticate, tickets, guesses, cookie, pageOrigin }: Deps) {
  async function byToken(request: FastifyRequest, header: string): Promise<Identified> {
    const bearer = bearerOf(header);
    if (bearer === undefined) return { kind: 'anonymous' };
    const waitMs = guesses.waitMs(request, bearer);
    if (waitMs > 0) return { kind: 'invalid', waitMs };
    const caller = await authenticate(bearer);
    if (caller !== undefined) return { kind: 'caller', caller };
    return { kind: 'invalid', waitMs: guesses.failed(request, bearer) };
  }

  async function byCookie(request: FastifyRequest): Promise<Identified> {
    const secret = cookie.read(request);
    if (secret === undefined) return { kind: 'anonymous' };
    const origin = pageOrigin(request);
    if (!SAFE_METHODS.has(request.method) && origin !== 'own') return { kind: 'foreign' };
    // A socket of another page would be answered, whatever CORS says.
    if (origin === 'foreign') return { kind: 'anonymous' };
    const caller = await authenticate(secret);
    // No guess: it has the form of a secret of ours, and browsers keep it longer than we do.
    return caller === undefined ? { kind: 'ended' } : { kind: 'caller', caller };
  }

  /** The ticket stays as it is until the stream opens (ticket-use.ts): one that is refused has not used it. */
  async function byTicket(request: FastifyRequest, ticket: string): Promise<Identified> {
    const invalid = () => ({ kind: 'invalid', waitMs: guesses.failedProof(request) }) as const;
    const caller = await tickets.find(ticket);
    if (caller === undefined) return invalid();
    request.useTicket = async () => ((await tickets.spend(ticket)) ? undefined : invalid());
    return { kind: 'caller', caller };
  }

  return (request: FastifyRequest, takesTickets: boolean): Promise<Identified> => {
    const { authorization } = request.headers;
    if (isBearer(authorization)) return byToken(request, authorization);
    const ticket = takesTickets ? ticketOf(request) : undefined;
    return ticket === undefined ? byCookie(request) : byTicket(request, ticket);
  };
}

function callerIn(identified: Identified): Caller | undefined {
  return identified.kind === 'caller' ? identified.caller : undefined;
}

/** Empty for what can't be one. */
function ticketOf({ query }: FastifyRequest): string | undefined {
  const { ticket } = query as { readonly ticket?: unknown };
  if (ticket === undefined) return undefined;
  return typeof ticket === 'string' ? ticket : '';
}

/** The caller, on a route that the gate guards. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller !== null) return request.caller;
  throw new JobwireError('bug', 'callerOf was called on a route without a gate');
}

/** The session of a browser that is signed in, on a route that `admitSession` guards. */
export function sessionOf(request: FastifyRequest): Session {
  const { session } = callerOf(request);
  if (session !== undefined) return session;
  throw new JobwireError('bug', 'sessionOf was called on a route without admitSession');
}

/**
 * For what admins of all projects alone may do, behind the gate: an admin of some could otherwise create a token for
 * all of them, or read messages that name others.
 */
export async function refuseLimited(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  return callerOf(request).projects === 'all'
    ? undefined
    : refuseScope(reply, 'admin', 'for all projects');
}

/** Also one that is malformed: it was meant for us, so nothing else counts instead. */
function isBearer(header: string | undefined): header is string {
  return header !== undefined && /^bearer(?![^\s,])/i.test(header);
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
}
