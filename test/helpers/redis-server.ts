// A real Redis of one test file: on a Unix socket and a loopback port, in a folder of its own, with
// the faults that a real one has.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';

export interface RedisOptions {
  /** Keeps an append-only file, so that what was answered survives `kill9` and `restart`. */
  readonly appendonly?: boolean;
  /** Password that clients must send; `client()` and `url` carry it. */
  readonly password?: string;
  /** A lone node of a Cluster. */
  readonly cluster?: boolean;
  /** Path of another program than `redis-server`. */
  readonly program?: string;
  /** More arguments of the server. */
  readonly args?: readonly string[];
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A full disk is an error of its writes, as it is on a disk, and does not end it (`prlimit --fsize`). */
  readonly survivesFullDisk?: boolean;
}

interface StopOptions {
  /** When given, `stop` fails if a key is left that begins with none of these. */
  readonly allowedPrefixes?: readonly string[];
}

export interface TestRedis {
  /** Where it keeps its files. */
  readonly dir: string;
  readonly socketPath: string;
  /** `redis://127.0.0.1:port`: the same server over TCP, for programs and proxies. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** A new client on the socket; disconnected by `stop`. Commands wait while the server is away. */
  client(): Redis;
  /** SIGKILL; resolves when the process is gone. */
  kill9(): Promise<void>;
  /** Starts it again in the same folder, on the same socket and port, after stopping it if need be. */
  restart(): Promise<void>;
  /** Disconnects the clients, ends the server, removes its folder. Twice is fine. */
  stop(options?: StopOptions): Promise<void>;
}

/** Resolves when the server answers PONG. */
export async function startTestRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'jw-redis-'));
  const socketPath = join(dir, 's');
  const port = await freePort();
  const clients = new Set<Redis>();
  const auth = options.password === undefined ? {} : { password: options.password };
  let child = await launch({ dir, socketPath, port, options });
  let stopped = false;

  function client(): Redis {
    const redis = new Redis({ path: socketPath, ...auth, retryStrategy: () => 20 });
    redis.on('error', () => {});
    clients.add(redis);
    return redis;
  }

  async function strayKeys(allowedPrefixes: readonly string[]): Promise<string[]> {
    if (child.exitCode !== null || child.signalCode !== null) return [];
    const keys = await client().keys('*');
    return keys.filter((key) => !allowedPrefixes.some((prefix) => key.startsWith(prefix)));
  }

  return {
    dir,
    socketPath,
    url: `redis://${options.password === undefined ? '' : `:${options.password}@`}127.0.0.1:${port}`,
    port,
    get pid() {
      return child.pid ?? 0;
    },
    client,
    kill9: () => end(child, 'SIGKILL'),
    async restart() {
      await end(child, 'SIGTERM');
      child = await launch({ dir, socketPath, port, options });
    },
    async stop({ allowedPrefixes } = {}) {
      if (stopped) return;
      stopped = true;
      const stray = allowedPrefixes === undefined ? [] : await strayKeys(allowedPrefixes);
      for (const redis of clients) redis.disconnect();
      await end(child, 'SIGKILL');
      await rm(dir, { recursive: true, force: true });
      if (stray.length > 0) throw new Error(`keys left behind: ${stray.sort().join(', ')}`);
    },
  };
}

interface Launch {
  readonly dir: string;
  readonly socketPath: string;
  readonly port: number;
  readonly options: RedisOptions;
}

async function launch({ dir, socketPath, port, options }: Launch): Promise<ChildProcess> {
  const logFile = join(dir, 'log');
  // A shell that becomes the server: what it ignores, the server ignores.
  const program = options.program ?? 'redis-server';
  const ignoring = ['-c', 'trap "" XFSZ; exec "$0" "$@"', program];
  const child = spawn(
    options.survivesFullDisk ? 'sh' : program,
    [
      options.survivesFullDisk ? ignoring : [],
      ['--port', String(port), '--bind', '127.0.0.1', '--unixsocket', socketPath],
      ['--dir', dir, '--logfile', logFile, '--hz', '100', '--save', ''],
      ['--appendonly', options.appendonly ? 'yes' : 'no', '--daemonize', 'no'],
      options.password === undefined ? [] : ['--requirepass', options.password],
      options.cluster ? ['--cluster-enabled', 'yes'] : [],
      options.args ?? [],
    ].flat(),
    { stdio: 'ignore', env: { ...process.env, ...options.env } },
  );
  const gone = once(child, 'exit').then(async () => {
    throw new Error(`redis-server ended:\n${await readFile(logFile, 'utf8').catch(() => '')}`);
  });
  gone.catch(() => {});
  await Promise.race([answering(socketPath, options), gone]);
  return child;
}

async function answering(socketPath: string, { password }: RedisOptions): Promise<void> {
  const redis = new Redis({
    path: socketPath,
    ...(password === undefined ? {} : { password }),
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => {});
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const late = new AbortController();
  void systemClock.sleep(5000, late.signal).then(() => {
    if (!late.signal.aborted) child.kill('SIGKILL');
  });
  await exited;
  late.abort();
}

/** A port of the loopback that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
