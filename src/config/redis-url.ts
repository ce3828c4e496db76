// Parses REDIS_URL in the forms of common clients. Pure, so that an invalid one is reported together with all other
// invalid settings.
import { defined } from '../runtime/defined.ts';
import { createSecret, type Secret } from '../runtime/secret.ts';

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

interface Login {
  readonly username?: string;
  readonly password?: Secret;
  readonly db: number;
}

interface Network {
  readonly tls: boolean;
  /** With TLS: accepts any certificate. */
  readonly trustsAnyone?: true;
  /** With TLS: accepts a certificate for another name. */
  readonly trustsAnyName?: true;
  /** Uses only addresses of this IP version. */
  readonly family?: 4 | 6;
}

export type RedisAddress =
  | ({ readonly kind: 'server' } & HostPort & Login & Network)
  | ({
      readonly kind: 'sentinel';
      readonly sentinels: readonly HostPort[];
      readonly master: string;
    } & Login &
      Network)
  | ({ readonly kind: 'socket'; readonly socketPath: string } & Login);

/** `what` completes "it …", and quotes nothing but known parameter names. */
export type ReadRedisUrl =
  | { readonly kind: 'address'; readonly address: RedisAddress }
  | { readonly kind: 'wrong'; readonly what: string };

/** The forms of a REDIS_URL, for error texts. */
export const REDIS_URL_FORMS =
  'redis://[user:password@]host[:port][/db], rediss://… (TLS), unix:///path/to/socket[?db=1] or ' +
  'redis+sentinel://[user:password@]host:port,host:port/master-name; Cluster is not supported yet';

type Scheme = 'server' | 'sentinel' | 'socket' | 'cluster';

const SCHEMES: Readonly<Record<string, readonly [Scheme, tls?: true]>> = {
  redis: ['server'],
  valkey: ['server'],
  rediss: ['server', true],
  valkeys: ['server', true],
  'redis+sentinel': ['sentinel'],
  'redis-sentinel': ['sentinel'],
  'rediss+sentinel': ['sentinel', true],
  'rediss-sentinel': ['sentinel', true],
  unix: ['socket'],
  'redis+unix': ['socket'],
  'redis+socket': ['socket'],
  'redis-socket': ['socket'],
  'redis+cluster': ['cluster'],
  'rediss+cluster': ['cluster'],
  'redis-cluster': ['cluster'],
};

const FORMAT = /^([a-z+-]+):\/\/(?:([^@/]*)@)?([^@/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/i;

interface Parts {
  readonly hosts: string;
  /** Without leading and trailing slash. */
  readonly path: string;
  readonly login: Login;
  readonly network: Network;
}

/** Never throws, because the URL may contain a password. */
export function readRedisUrl(url: string): ReadRedisUrl {
  const [, scheme = '', user, hosts = '', path = '', query = ''] = FORMAT.exec(url) ?? [];
  const [kind, isTls = false] = SCHEMES[scheme.toLowerCase()] ?? [];
  if (kind === undefined) return wrong('has an unknown form');
  if (kind === 'cluster') return wrong('points to a Redis Cluster, which is not supported yet');
  const options = readOptions(query);
  if (options.kind === 'wrong') return options;
  const login = readLogin(user, options.values);
  if (login === undefined) return wrong('has an unknown form');
  const misplaced = misplacedOption(options.values, { kind, isTls });
  if (misplaced !== undefined) return wrong(misplaced);
  if (kind === 'socket') return socketAddress(hosts, path, { db: 0, ...login });
  const parts = {
    hosts,
    path: path.slice(1).replace(/\/$/, ''),
    login: { ...login, db: login.db ?? 0 },
    network: networkOf(options.values, isTls),
  };
  const address = kind === 'server' ? serverAddress(parts) : sentinelAddress(parts);
  return address === undefined ? wrong('has an unknown form') : { kind: 'address', address };
}

function wrong(what: string): Extract<ReadRedisUrl, { kind: 'wrong' }> {
  return { kind: 'wrong', what };
}

function socketAddress(host: string, path: string, login: Login): ReadRedisUrl {
  const socketPath = decoded(path);
  if (host !== '' || socketPath === undefined || socketPath.length < 2) {
    return wrong('has no socket path, as in unix:///run/redis.sock');
  }
  return { kind: 'address', address: { kind: 'socket', socketPath, ...login } };
}

function serverAddress({ hosts, path, login, network }: Parts): RedisAddress | undefined {
  const host = readHost(hosts, 6379);
  if (host === undefined || !/^\d{0,6}$/.test(path)) return undefined;
  const db = path === '' ? login.db : Number(path);
  return { kind: 'server', ...host, ...login, db, ...network };
}

function sentinelAddress({ hosts, path, login, network }: Parts): RedisAddress | undefined {
  const sentinels = hosts.split(',').map((host) => readHost(host, 26379));
  if (!sentinels.every((host) => host !== undefined) || !/^[^/]+$/.test(path)) return undefined;
  return { kind: 'sentinel', sentinels, master: path, ...login, ...network };
}

/** Supported parameters and their values. Clients differ in the names. */
const OPTIONS: Readonly<Record<string, { readonly form: RegExp; readonly expected: string }>> = {
  ...each(['db', 'database', 'virtual_host'], /^\/?\d{1,6}$/, 'a number, like db=1'),
  family: { form: /^[046]$/, expected: '0, 4 or 6, like family=4' },
  ...each(['user', 'username', 'password'], /^.{1,512}$/s, 'text'),
  ssl_cert_reqs: {
    form: /^(cert_)?(none|optional|required)$/i,
    expected: 'required or none, like ssl_cert_reqs=none',
  },
  ...each(['ssl_check_hostname', 'tls'], /^(true|false|1|0)$/i, 'true or false'),
  protocol: { form: /^[23]$/, expected: '2 or 3, which makes no difference here' },
};

/** Parameters of other clients that are not supported here. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  ...named(
    ['ssl_ca_certs', 'ssl_ca_path', 'ssl_ca_data', 'cacert'],
    'expected NODE_EXTRA_CA_CERTS with the path of the file instead',
  ),
  ...named(
    ['ssl_certfile', 'ssl_keyfile', 'ssl_password', 'cert', 'key'],
    'client certificates are not supported yet',
  ),
  ...named(
    [
      ...['socket_timeout', 'socket_connect_timeout', 'timeout', 'connect_timeout', 'dial_timeout'],
      ...['read_timeout', 'write_timeout', 'max_connections', 'health_check_interval'],
      ...['retry_on_timeout', 'decode_responses', 'encoding', 'client_name', 'socket_keepalive'],
      ...['pool_size', 'min_idle_conns', 'max_retries', 'skip_verify'],
    ],
    'omit it: jobwire manages timeouts, names and connections itself',
  ),
};

function each(names: readonly string[], form: RegExp, expected: string) {
  return Object.fromEntries(names.map((name) => [name, { form, expected }]));
}

function named(names: readonly string[], advice: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, advice]));
}

type Values = ReadonlyMap<string, string>;

/** An unknown name is not quoted: it may be the rest of a password that contains a `?`. */
function readOptions(
  query: string,
): { kind: 'options'; values: Values } | ReturnType<typeof wrong> {
  const values = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const [rawName = '', ...rest] = pair.split('=');
    const name = rawName.toLowerCase();
    const advice = Object.hasOwn(UNSUPPORTED, name) ? UNSUPPORTED[name] : undefined;
    if (advice !== undefined) return wrong(`has the parameter ${name} (${advice})`);
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    if (option === undefined) {
      const known = Object.keys(OPTIONS).join(', ');
      return wrong(`has an unknown parameter (known are ${known})`);
    }
    const value = decoded(rest.join('='));
    if (value === undefined || !option.form.test(value)) {
      return wrong(`has a parameter ${name} that is not ${option.expected}`);
    }
    values.set(name, value);
  }
  return { kind: 'options', values };
}

/** The problem with a parameter that requires another scheme. */
function misplacedOption(
  values: Values,
  { kind, isTls }: { readonly kind: Scheme; readonly isTls: boolean },
): string | undefined {
  if (isTls || (isTrue(values.get('tls')) && kind !== 'socket')) return undefined;
  const name = ['ssl_cert_reqs', 'ssl_check_hostname', 'tls'].find((one) => {
    const value = values.get(one);
    return value !== undefined && !(one === 'tls' && !isTrue(value));
  });
  return name === undefined ? undefined : `has the parameter ${name}, which requires rediss://`;
}

function networkOf(values: Values, isTls: boolean): Network {
  const family = Number(values.get('family') ?? 0);
  const trustsAnyone = /^(cert_)?none$/i.test(values.get('ssl_cert_reqs') ?? '');
  return {
    tls: isTls || isTrue(values.get('tls')),
    ...defined({
      trustsAnyone: trustsAnyone || undefined,
      trustsAnyName: isFalse(values.get('ssl_check_hostname')) || undefined,
      family: family === 4 || family === 6 ? family : undefined,
    }),
  };
}

function isTrue(value: string | undefined): boolean {
  return /^(true|1)$/i.test(value ?? '');
}

function isFalse(value: string | undefined): boolean {
  return /^(false|0)$/i.test(value ?? '');
}

/** From the user info, else from the parameters. */
function readLogin(text = '', values: Values): Partial<Login> | undefined {
  const [username = '', ...rest] = text.split(':').map(decoded);
  if (rest.includes(undefined) || username === undefined) return undefined;
  const name = username || values.get('username') || values.get('user') || '';
  const password = rest.join(':') || values.get('password') || '';
  const db = values.get('db') ?? values.get('database') ?? values.get('virtual_host');
  return defined({
    username: name || undefined,
    password: password === '' ? undefined : createSecret(password),
    db: db === undefined ? undefined : Number(db.replace('/', '')),
  });
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readHost(text: string, defaultPort: number): HostPort | undefined {
  const [, six, name, port] = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = six ?? name;
  const number = port === undefined ? defaultPort : Number(port);
  return host === undefined || number < 1 || number > 65535 ? undefined : { host, port: number };
}
