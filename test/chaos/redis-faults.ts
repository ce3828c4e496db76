// What happens to Redis itself, and to the keys of others in it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';
import type { TestRedis } from '../helpers/redis-server.ts';
import type { Seeded } from '../helpers/seeded.ts';
import { between, type Fault, type FaultKind } from './fault.ts';
import { clockSteps, type SettableClock } from './settable-clock.ts';

interface Deps {
  readonly redis: TestRedis;
  readonly client: Redis;
  /** Absent where clocks can't be set. */
  readonly wallClock?: SettableClock;
}

const run = promisify(execFile);

export function redisFaults({ redis, client, wallClock }: Deps): FaultKind[] {
  const config = (name: string, value: string) => client.config('SET', name, value);
  const signal = (name: NodeJS.Signals) => process.kill(redis.pid, name);
  const sizeOfFiles = (limit: string) => run('prlimit', [`--pid=${redis.pid}`, `--fsize=${limit}`]);

  return [
    lasting('redis is killed', [200, 1_500], {
      begin: () => redis.kill9(),
      end: () => redis.restart(),
    }),
    lasting('redis stands still', [500, 4_000], {
      begin: () => signal('SIGSTOP'),
      end: () => signal('SIGCONT'),
    }),
    lasting('redis ends every connection', [0, 0], {
      begin: () => client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
    }),
    lasting('redis ends every subscription', [0, 0], {
      begin: () => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub'),
    }),
    lasting('redis takes no new connections', [500, 2_500], {
      async begin() {
        await config('maxclients', '2');
        await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      },
      end: () => config('maxclients', '10000'),
    }),
    lasting('redis is out of memory', [500, 3_000], {
      begin: () => config('maxmemory', '1'),
      end: () => config('maxmemory', '0'),
    }),
    lasting('redis is a replica of nobody', [500, 3_000], {
      begin: () => client.replicaof('127.0.0.1', 1),
      end: () => client.replicaof('NO', 'ONE'),
    }),
    lasting('the disk of redis is full', [1_500, 4_000], {
      begin: () => sizeOfFiles('1:unlimited'),
      async end() {
        await sizeOfFiles('unlimited:unlimited');
        // It tries once a second whether it can write again.
        await untilWritable(client);
      },
    }),
    lasting('redis forgets its scripts', [0, 0], { begin: () => client.script('FLUSH') }),
    ...foreignKeys(client),
    ...(wallClock === undefined ? [] : [clockSteps('redis', wallClock)]),
  ];
}

type Ends = Pick<Fault, 'begin' | 'end'>;

function lasting(name: string, lengthMs: readonly [number, number], ends: Ends): FaultKind {
  return { name, draw: (random) => draw(random, lengthMs, ends) };
}

function draw(random: Seeded, range: readonly [number, number], ends: Ends): Fault {
  const lengthMs = between(random, range);
  return { detail: lengthMs === 0 ? 'once' : `for ${lengthMs} ms`, lengthMs, ...ends };
}

/** Keys of the systems around, which hold something else for a while. */
function foreignKeys(client: Redis): FaultKind[] {
  const aside = 'chaos:aside';
  return [
    lasting('a stream of the bus holds text', [1_000, 4_000], {
      begin: () => client.set('televibe:stream:odd', 'x'),
      end: () => client.del('televibe:stream:odd'),
    }),
    lasting('a stream of the delivery is a list', [1_000, 4_000], {
      async begin() {
        await client.multi().rename('pr-events', aside).rpush('pr-events', 'x').exec();
      },
      async end() {
        await client.multi().del('pr-events').rename(aside, 'pr-events').exec();
      },
    }),
    lasting('a stream with entries becomes text', [1_000, 4_000], {
      async begin() {
        await client
          .multi()
          .rename('televibe:stream:project-3', aside)
          .set('televibe:stream:project-3', 'x')
          .exec();
      },
      async end() {
        await client
          .multi()
          .del('televibe:stream:project-3')
          .rename(aside, 'televibe:stream:project-3')
          .exec();
      },
    }),
    lasting('the hash of a build is a list', [1_000, 4_000], {
      async begin() {
        // Its publisher writes it again at any moment.
        await client.multi().del('job:build-0').rpush('job:build-0', 'x').exec();
      },
      async end() {
        const hash = { status: 'code', project_id: 'builds', user_id: 'u1' };
        await client.multi().del('job:build-0').hset('job:build-0', hash).exec();
      },
    }),
  ];
}

async function untilWritable(client: Redis): Promise<void> {
  const written = await client.set('chaos:written', '1').catch(() => undefined);
  if (written !== undefined) return;
  await systemClock.sleep(50);
  await untilWritable(client);
}
