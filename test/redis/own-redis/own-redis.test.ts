import { spawn } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { restrictFolder } from '../../../src/redis/own-redis/folder-rights.ts';
import { createOwnRedis, type OwnRedis } from '../../../src/redis/own-redis/own-redis.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createLogBook } from '../../helpers/log-book.ts';

let dataDir = '';
const running: OwnRedis[] = [];
const clients: Redis[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'jw-own-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const client of clients.splice(0)) client.disconnect();
  for (const own of running.splice(0)) await own.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function own(dir = dataDir): OwnRedis {
  const service = createOwnRedis({ dataDir: dir, clock: systemClock, log: silentLogger });
  running.push(service);
  return service;
}

async function started(dir = dataDir): Promise<OwnRedis> {
  const service = own(dir);
  await service.start();
  return service;
}

function client({ socketPath }: OwnRedis): Redis {
  const redis = new Redis({
    path: socketPath,
    retryStrategy: () => 10,
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => {});
  clients.push(redis);
  return redis;
}

async function pidOf(redis: Redis): Promise<number> {
  return Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
}

/** Runs the real service in a process of its own, which can be killed; resolves when it is up. */
async function startedElsewhere(): Promise<{ kill9(): Promise<void> }> {
  const script = `
    import { createOwnRedis } from './src/redis/own-redis/own-redis.ts';
    import { systemClock } from './src/runtime/clock.ts';
    import { silentLogger } from './src/runtime/logger.ts';
    await createOwnRedis({ dataDir: ${JSON.stringify(dataDir)}, clock: systemClock, log: silentLogger }).start();
    process.stdout.write('up');
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    void exited.then(() => reject(new Error('it did not start')));
  });
  return {
    async kill9() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

it('keeps data over a stop and a start', async () => {
  const first = await started();
  await client(first).set('jobwire:a', 'kept');
  await first.stop();
  const second = await started();
  expect(await client(second).get('jobwire:a')).toBe('kept');
});

it('writes every change to its file, takes no snapshots, listens on no port', async () => {
  const redis = client(await started());
  const [appendonly, fsync, save, hz, port] = await Promise.all(
    ['appendonly', 'appendfsync', 'save', 'hz', 'port'].map((name) => redis.config('GET', name)),
  );
  expect([appendonly, fsync, save, hz, port].map((pair) => (pair as string[])[1])).toEqual([
    'yes',
    'everysec',
    '',
    '100',
    '0',
  ]);
});

it('starts Redis again when it is killed, with what it had answered', async () => {
  const redis = client(await started());
  await redis.set('jobwire:a', 'kept');
  const before = await pidOf(redis);
  process.kill(before, 'SIGKILL');
  expect(await redis.get('jobwire:a')).toBe('kept');
  expect(await pidOf(redis)).not.toBe(before);
});

it('waits longer before each restart, and no longer once one has run for a while', async () => {
  const log = createLogBook();
  let ranForMs = 0;
  const monotonic = () => systemClock.monotonic() + ranForMs;
  const service = createOwnRedis({ dataDir, clock: { ...systemClock, monotonic }, log });
  running.push(service);
  await service.start();
  const redis = client(service);
  for (let restarts = 1; restarts <= 4; restarts += 1) {
    if (restarts === 4) ranForMs = 31_000;
    process.kill(await pidOf(redis), 'SIGKILL');
    await vi.waitFor(() => expect(log.count('own_redis_restarted')).toBe(restarts), 60_000);
  }
  const ends = log.lines.filter(({ name }) => name === 'own_redis_ended');
  expect(ends.map(({ fields }) => 'pauseMs' in fields && fields.pauseMs)).toEqual([
    50, 100, 200, 50,
  ]);
});

it('refuses a second start on one DATA_DIR and says who is there', async () => {
  const redis = client(await started());
  await redis.set('jobwire:a', '1');
  const second = own();
  await expect(second.start()).rejects.toMatchObject({
    code: 'taken',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  await second.stop();
  expect(await redis.get('jobwire:a')).toBe('1');
  await expect(own().start()).rejects.toMatchObject({ code: 'taken' });
});

it('lets exactly one of many simultaneous starts through', async () => {
  const results = await Promise.allSettled([...Array(8)].map(() => started()));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

it('lets exactly one through when the lock is stale', async () => {
  const other = await startedElsewhere();
  await other.kill9();
  const results = await Promise.allSettled([...Array(8)].map(() => started()));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

it('ends the Redis that a killed jobwire left behind, and keeps its data', async () => {
  const other = await startedElsewhere();
  const socket = own();
  const orphan = client(socket);
  await orphan.set('jobwire:a', 'kept');
  const pid = await pidOf(orphan);
  await other.kill9();
  await socket.start();
  expect(await orphan.get('jobwire:a')).toBe('kept');
  expect(await pidOf(orphan)).not.toBe(pid);
});

it('ends an orphan that hangs', async () => {
  const other = await startedElsewhere();
  const socket = own();
  const orphan = client(socket);
  await orphan.set('jobwire:a', 'kept');
  process.kill(await pidOf(orphan), 'SIGSTOP');
  await other.kill9();
  await socket.start();
  expect(await orphan.get('jobwire:a')).toBe('kept');
});

it('lets a stranger live who got the id of a former Redis', async () => {
  const stranger = spawn('sleep', ['60']);
  await mkdir(join(dataDir, 'redis'));
  await writeFile(join(dataDir, 'redis', 'redis.pid'), `${stranger.pid}\n`);
  await started();
  expect(stranger.signalCode).toBeNull();
  expect(process.kill(stranger.pid ?? 0, 0)).toBe(true);
  stranger.kill('SIGKILL');
});

it('works in a folder whose path is too long for a socket, under the same lock', async () => {
  const deep = join(dataDir, 'x'.repeat(120));
  const service = await started(deep);
  expect(Buffer.byteLength(service.socketPath)).toBeLessThan(104);
  expect(await client(service).ping()).toBe('PONG');
  await expect(own(deep).start()).rejects.toMatchObject({ code: 'taken' });
});

it('says how to get a Redis when there is none', async () => {
  vi.stubEnv('PATH', dataDir);
  await expect(own().start()).rejects.toMatchObject({
    code: 'missing',
    message: expect.stringContaining('apt-get install redis-server'),
  });
});

it('shows what Redis said when it can not read its file', async () => {
  const first = await started();
  await client(first).set('jobwire:a', '1');
  await first.stop();
  const manifest = join(dataDir, 'redis', 'appendonlydir', 'appendonly.aof.manifest');
  await writeFile(manifest, 'nonsense\n');
  await expect(own().start()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('AOF manifest'),
  });
});

it('stops before a start, during one, and twice', async () => {
  await own().stop();
  const service = own();
  const starting = service.start().catch(() => {});
  await service.stop();
  await starting;
  await service.stop();
  const again = await started();
  expect(await client(again).ping()).toBe('PONG');
});

/** What others may use under the folder. */
async function openToOthers(dir: string): Promise<string[]> {
  const names = ['.', ...(await readdir(dir, { recursive: true }))];
  const found = names.map(async (name) => {
    const { mode } = await lstat(join(dir, name));
    return (mode & 0o077) === 0 ? [] : [`${name} ${(mode & 0o777).toString(8)}`];
  });
  return (await Promise.all(found)).flat();
}

it('keeps its files for their owner only, whatever the umask, and over a rewrite', async () => {
  const umask = process.umask(0);
  try {
    const redis = client(await started());
    await redis.set('kept', 'yes');
    await redis.bgrewriteaof();
    await vi.waitFor(
      async () => expect(await redis.info('persistence')).toMatch(/aof_rewrite_in_progress:0/),
      60_000,
    );
    await vi.waitFor(
      async () => expect(await readdir(join(dataDir, 'redis', 'appendonlydir'))).toHaveLength(3),
      60_000,
    );
    expect(await openToOthers(join(dataDir, 'redis'))).toEqual([]);
  } finally {
    process.umask(umask);
  }
});

it('closes a folder that was there before, and goes on with its data', async () => {
  const first = await started();
  await client(first).set('kept', 'yes');
  await first.stop();
  const dir = join(dataDir, 'redis');
  for (const name of await readdir(dir, { recursive: true })) await chmod(join(dir, name), 0o755);
  await chmod(dir, 0o755);
  expect(await client(await started()).get('kept')).toBe('yes');
  expect(await openToOthers(dir)).toEqual([]);
});

it('says so once in the log where a folder can not be closed', async () => {
  const log = createLogBook();
  // Nobody can change the rights of what the kernel shows, not even root.
  await restrictFolder('/proc/self/task', log);
  expect(log.lines).toMatchObject([
    { level: 'warn', name: 'folder_open_to_others', fields: { folder: '/proc/self/task' } },
  ]);
});
