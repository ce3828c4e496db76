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
  const publicOrigin = options.publicUrl && new URL(options.publicUrl).origin;
  const open = new Set(options.corsOrigins);

  function isSameOrigin(origin: string, host: string): boolean {
    return origin === publicOrigin || hostOf(origin) === host.toLowerCase();
  }

  function crossOrigin(request: FastifyRequest, reply: FastifyReply): unknown {
    const { host = '', origin } = request.headers;
    if (origin === undefined) return;
    const any = open.has('*');
    if (!any && !open.has(origin)) {
      return isSameOrigin(origin, host) ? undefined : refuseOrigin(reply);
    }
    allow(reply, any ? '*' : origin);
    return isPreflight(request) ? reply.code(204).send() : undefined;
  }

  app.addHook('onRequest', async (request, reply) => {
    if (!isKnownHost(request.headers.host ?? '')) return refuseHost(reply);
    if (open.size > 0) reply.header('vary', 'Origin');
    return crossOrigin(request, reply);
  });
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
    const name = hostHeader.replace(/:\d+$/, '').toLowerCase();
    return isLocalName(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || publicNames.has(name);
  };
}

function isLocalName(name: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(name);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function allow(reply: FastifyReply, origin: string): void {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'Authorization, Content-Type, Last-Event-ID',
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
