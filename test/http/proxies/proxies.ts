// nginx, HAProxy and Caddy in front of an HTTP API, each with the configuration that docs/operations/ gives.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../helpers/redis-server.ts';
import { waitUntil } from '../../helpers/wait.ts';

export interface RunningProxy {
  readonly url: string;
  stop(): Promise<void>;
}

interface Wish {
  /** What stands behind it. */
  readonly port: number;
  /** Instead of the idle limits that are documented. */
  readonly idleMs?: number;
}

interface Kind {
  readonly file: string;
  /** The documented text, for this machine: other addresses, and what a test needs besides. */
  prepare(text: string, at: { port: number; folder: string }): string;
  /** The lines that hold its idle limits. */
  readonly limits: RegExp;
  command(path: string): readonly [string, ...string[]];
}

const KINDS = {
  nginx: {
    file: 'nginx.conf',
    prepare: (text, { port, folder }) => `
      daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
      events {}
      http {
        access_log off;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
        ${replaced(text, 'listen 80;', `listen 127.0.0.1:${port};`)}
      }`,
    limits: /(proxy_read_timeout) \d+s/g,
    command: (path) => ['nginx', '-e', 'stderr', '-c', path],
  },
  haproxy: {
    file: 'haproxy.cfg',
    prepare: (text, { port }) => replaced(text, 'bind :80', `bind 127.0.0.1:${port}`),
    limits: /(timeout (?:client|server|tunnel)) \d+s/g,
    command: (path) => ['haproxy', '-db', '-f', path],
  },
  caddy: {
    file: 'Caddyfile',
    prepare: (text, { port }) =>
      `{\nadmin off\n}\n${replaced(text, 'jobwire.example.org {', `http://127.0.0.1:${port} {`)}`,
    // Caddy has none.
    limits: /(?!)/g,
    command: (path) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', path],
  },
} satisfies Readonly<Record<string, Kind>>;

export type ProxyName = keyof typeof KINDS;
export const PROXIES = Object.keys(KINDS) as ProxyName[];

/** Resolves once it accepts connections. */
export async function startProxyServer(name: ProxyName, wish: Wish): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), `jobwire-${name}-`));
  const port = await freePort();
  const path = join(folder, 'config');
  await writeFile(path, await configOf(KINDS[name], wish, { port, folder }));
  return run(KINDS[name].command(path), { port, folder });
}

/** The idle limits that its documented configuration sets, in seconds. */
export async function idleLimitsOf(name: ProxyName): Promise<number[]> {
  const found = (await documented(KINDS[name])).match(KINDS[name].limits) ?? [];
  return found.map((line) => Number(/(\d+)s/.exec(line)?.[1]));
}

function documented({ file }: Kind): Promise<string> {
  return readFile(new URL(`../../../docs/operations/${file}`, import.meta.url), 'utf8');
}

/** nginx with nothing but the address: what streams get from somebody who read no documentation. */
export async function startBareNginx({ port: target }: Wish): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-bare-'));
  const port = await freePort();
  const path = join(folder, 'config');
  const server = `server { listen 80; location / { proxy_pass http://127.0.0.1:${target}; } }`;
  await writeFile(path, KINDS.nginx.prepare(server, { port, folder }));
  return run(KINDS.nginx.command(path), { port, folder });
}

async function configOf(
  kind: Kind,
  { port, idleMs }: Wish,
  at: { port: number; folder: string },
): Promise<string> {
  const text = kind.prepare(await documented(kind), at);
  const aimed = replaced(text, '127.0.0.1:8080', `127.0.0.1:${port}`);
  return idleMs === undefined ? aimed : aimed.replace(kind.limits, `$1 ${idleMs}ms`);
}

function replaced(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`expected '${part}' in:\n${text}`);
  return text.replaceAll(part, by);
}

async function run(
  [command, ...args]: readonly [string, ...string[]],
  { port, folder }: { port: number; folder: string },
): Promise<RunningProxy> {
  const env = { PATH: `${process.env.PATH}:/usr/sbin`, HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(command, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (text) => (said += text));
  await waitUntil(() => answers(port, child, () => said), { saw: () => said, patienceMs: 60_000 });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, child: ChildProcess, said: () => string): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended: ${said()}`);
  const socket = connect(port, '127.0.0.1');
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return isThere;
}
