// Keeps other websites out: checks the Host header, and which other origins may read answers (CORS). Otherwise any
// page that a developer visits could read a local port.
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../request/problem.ts';

interface Options {
  /** Address that the server listens on. */
  readonly host: string;
  /** Public URL of the server, behind a proxy. */
  readonly publicUrl?: string;
  /** Where Telegram posts to, if it does. */
  readonly webhookUrl?: string;
  /** Origins whose pages may read: `https://tools.example.org`, or `*`. */
  readonly corsOrigins: readonly string[];
}

export function registerOriginGuard(app: FastifyInstance, options: Options): void {
  const isKnownHost = createHostCheck(options);
  const isSameOrigin = createSameOriginCheck(options.publicUrl);
  const open = new Set(options.corsOrigins);

  function crossOrigin(request: FastifyRequest, reply: FastifyReply): unknown {
    const { host = '', origin } = request.headers;
    if (origin === undefined) return;
    const any = open.has('*');
    if (!any && !open.has(origin)) {
      return isSameOrigin(origin, host) ? undefined : refuseOrigin(reply);
    }
    allow(reply, any ? '*' : origin);
    if (!isPreflight(request)) return;
    allowHeaders(reply, request.headers['access-control-request-headers']);
    return reply.code(204).send();
  }

  app.addHook('onRequest', async (request, reply) => {
    const { host } = request.headers;
    // Only HTTP/1.0 may leave it out, which is spoken by health checks and by no browser.
    if (host !== undefined && !isKnownHost(host)) return refuseHost(reply);
    if (open.size > 0) reply.header('vary', 'Origin');
    return crossOrigin(request, reply);
  });
}

/** From which page a request comes, as far as its browser says so. */
export type PageOrigin =
  /** Ours. */
  | 'own'
  /** Some other page, also one that CORS_ORIGINS allows. */
  | 'foreign'
  /** From no page: a program, or a link that somebody opened. */
  | 'unknown';

export function createPageOrigin(
  publicUrl: string | undefined,
): (request: FastifyRequest) => PageOrigin {
  const isSameOrigin = createSameOriginCheck(publicUrl);
  return ({ headers }) => {
    const { host = '', origin } = headers;
    if (origin !== undefined) return isSameOrigin(origin, host) ? 'own' : 'foreign';
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'none') return 'unknown';
    return site === 'same-origin' ? 'own' : 'foreign';
  };
}

function createSameOriginCheck(publicUrl: string | undefined) {
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  return (origin: string, host: string): boolean => {
    const named = host.toLowerCase();
    // A page of the same name that came without TLS is not ours.
    if (named === known?.host) return origin === known.origin;
    return origin === known?.origin || hostOf(origin) === named;
  };
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/**
 * A server on the loopback interface accepts only local names, addresses and its public names: a foreign name that
 * resolves there is an attack (DNS rebinding).
 */
function createHostCheck({
  host,
  publicUrl,
  webhookUrl,
}: Options): (hostHeader: string) => boolean {
  if (!isLocalName(host)) return () => true;
  const publicNames = new Set(
    [publicUrl, webhookUrl].flatMap((url) => (url ? [new URL(url).hostname] : [])),
  );
  return (hostHeader) => {
    const name = hostHeader.replace(/:\d*$/, '').toLowerCase();
    return isLocalName(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || publicNames.has(name);
  };
}

function isLocalName(name: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(name);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Never with credentials: no page of others uses the cookie of a visitor. */
function allow(reply: FastifyReply, origin: string): void {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED.join(', '),
  });
}

/** What pages need to come back in time, or in another way; without it browsers hide these. */
const EXPOSED = ['Allow', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'WWW-Authenticate'];

/** All that a route reads, but for attributes of CloudEvents, whose names are anybody's. */
const READ_HEADERS = ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID'];
const CLOUDEVENT_HEADER = /^ce-[a-z0-9]{1,40}$/;
const MAX_ASKED = 64;

function allowHeaders(reply: FastifyReply, asked = ''): void {
  const names = asked.split(',', MAX_ASKED).map((name) => name.trim().toLowerCase());
  const attributes = names.filter((name) => CLOUDEVENT_HEADER.test(name));
  reply.headers({
    'access-control-allow-headers': [...READ_HEADERS, ...new Set(attributes)].join(', '),
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-max-age': '600',
  });
}

function refuseHost(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, {
    code: 'host_unknown',
    detail:
      'This server is not known by that name; expected localhost, an address, or the host of PUBLIC_URL, like PUBLIC_URL=https://jobwire.example.org.',
  });
}

function refuseOrigin(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, {
    code: 'origin_refused',
    detail:
      'Pages of that origin may not call this server; expected one named in the settings, like CORS_ORIGINS=https://tools.example.org.',
  });
}

/** With the cookie of a visitor, only our own pages change anything. */
export function refuseForeignPage(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, {
    code: 'origin_refused',
    detail:
      'Only pages of this server may do that for whoever is signed in; expected a header like Origin: https://jobwire.example.org, as browsers send it, or Authorization: Bearer <token> instead of the cookie.',
  });
}
