// The cookie of a session. Over https it has the prefix __Host-, which no other host and no subdomain can set.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSessionSecret, SESSION_MAX_MS } from '../../audience/sign-in/sessions.ts';

export interface SessionCookie {
  /** The secret in it; `undefined` without one, or where it is ambiguous. */
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, secret: string): void;
  clear(reply: FastifyReply): void;
}

const NAME = 'jobwire';
/** Only https pages may set a name that begins so, for their own host alone. */
const SECURE_NAME = `__Host-${NAME}`;
/** As documents have it. */
export function sessionCookieName(url: string): string {
  return url.startsWith('http:') ? NAME : SECURE_NAME;
}

/** The server ends a session earlier when it is not used. */
const MAX_AGE_S = SESSION_MAX_MS / 1_000;

/** `publicUrl`: where a proxy in front speaks https, if one does. */
export function createSessionCookie(publicUrl: string | undefined): SessionCookie {
  const address = publicUrl === undefined ? undefined : new URL(publicUrl);

  /** Many proxies name themselves as the host; the origin of a page is what its browser says. */
  function isOverHttps({ headers }: FastifyRequest): boolean {
    if (address?.protocol !== 'https:') return false;
    return headers.host?.toLowerCase() === address.host || headers.origin === address.origin;
  }

  return {
    read(request) {
      const { cookie } = request.headers;
      const secure = valuesOf(cookie, SECURE_NAME);
      const isPlain = secure.length === 0 && !isOverHttps(request);
      const values = isPlain ? valuesOf(cookie, NAME) : secure;
      // Another server on this host may set one for a path of ours: then nobody knows whose is whose.
      const [only = ''] = values;
      return values.length === 1 && isSessionSecret(only) ? only : undefined;
    },
    set(reply, secret) {
      const isSecure = isOverHttps(reply.request);
      reply.header('set-cookie', written(secret, MAX_AGE_S, isSecure));
    },
    clear: (reply) =>
      void reply.header('set-cookie', [written('', 0, true), written('', 0, false)]),
  };
}

function written(value: string, maxAgeS: number, isSecure: boolean): string {
  const [name, secure] = isSecure ? [SECURE_NAME, '; Secure'] : [NAME, ''];
  return `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${secure}`;
}

function valuesOf(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(`${name}=`) ? pair.slice(name.length + 1) : []));
}
