// REDIS_URL taken apart. Pure, so that a wrong one is found with all other wrong settings.
import { createSecret, type Secret } from './secret.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

interface Login {
  readonly username?: string;
  readonly password?: Secret;
  readonly db: number;
  readonly tls: boolean;
}

export type RedisAddress =
  | ({ readonly kind: 'server' } & HostPort & Login)
  | ({
      readonly kind: 'sentinel';
      readonly sentinels: readonly HostPort[];
      readonly master: string;
    } & Login)
  | { readonly kind: 'socket'; readonly socketPath: string };

/** What a REDIS_URL may look like, for error texts. */
export const REDIS_URL_FORMS =
  'redis://[user:password@]host[:port][/db], rediss://… (TLS) or ' +
  'redis+sentinel://[user:password@]host:port,host:port/master-name; Cluster is not supported yet';

const FORM =
  /^(rediss?)(\+sentinel)?:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^/?#]*))?\/?(?:\?db=(\d+))?$/i;

/** `undefined` when it has none of the forms above. Never throws: the text may hold a password. */
export function parseRedisUrl(url: string): RedisAddress | undefined {
  const [, scheme, sentinel, user, hosts, path, query] = FORM.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) return undefined;
  const login = parseLogin(user);
  if (login === undefined) return undefined;
  const tls = scheme.toLowerCase() === 'rediss';
  if (sentinel === undefined) return server({ ...login, tls }, hosts, path || query || '0');
  const sentinels = hosts.split(',').map((host) => parseHost(host, 26379));
  if (!sentinels.every((host) => host !== undefined) || !path) return undefined;
  const db = Number(query ?? 0);
  return { kind: 'sentinel', sentinels, master: path, ...login, db, tls };
}

function server(login: Omit<Login, 'db'>, hosts: string, db: string): RedisAddress | undefined {
  const host = parseHost(hosts, 6379);
  if (host === undefined || !/^\d{1,6}$/.test(db)) return undefined;
  return { kind: 'server', ...host, ...login, db: Number(db) };
}

function parseLogin(text: string | undefined): Pick<Login, 'username' | 'password'> | undefined {
  if (text === undefined) return {};
  const [username = '', ...rest] = text.split(':');
  const password = rest.join(':');
  try {
    return {
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: createSecret(decodeURIComponent(password)) }),
    };
  } catch {
    return undefined;
  }
}

function parseHost(text: string, defaultPort: number): HostPort | undefined {
  const [, six, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = six ?? name;
  const number = port === undefined ? defaultPort : Number(port);
  return host === undefined || number < 1 || number > 65535 ? undefined : { host, port: number };
}
