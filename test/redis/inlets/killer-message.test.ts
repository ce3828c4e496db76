// A message that ends every process which tries it: it is found, put aside, and harms no other.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IngestStep } from '../../../src/intake/isolate-poison.ts';
import { createIngest } from '../../../src/intake/isolate-poison.ts';
import { createAttempts } from '../../../src/redis/dead-letters/attempts.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { deliver, KILLER, sync, syncIds } from '../../helpers/delivery.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { type JoinedScript, joinScript } from '../../helpers/joined-script.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { ownMs } from '../../helpers/stopwatch.ts';

const PROGRAM = new URL('../../helpers/killed-inlet.ts', import.meta.url);
const REPOSITORY = 'repository-events';
const COUNT = 500;
const KILLER_AT = 250;

let kit: RedisKit;
let keys: Keys;
let program: JoinedScript;
beforeAll(async () => {
  [kit, program] = await Promise.all([startRedisKit(), joinScript(PROGRAM)]);
});
afterAll(async () => {
  await Promise.all([kit.server.stop(), program.remove()]);
});
beforeEach(async () => {
  await kit.redis.flushall();
  keys = kit.fresh();
});

describe('a message that kills the process which decodes it', () => {
  let child: ChildProcess;

  function start(): void {
    const args = [program.path, kit.server.socketPath, keys.prefix];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async function isDone(): Promise<boolean> {
    const [events, letters] = await Promise.all([
      kit.redis.xlen(keys.journal),
      kit.redis.xlen(keys.deadLetters),
    ]);
    return events + letters >= COUNT;
  }

  /** Starts it again whenever it was killed; answers how often that was. */
  async function runUntilDone(): Promise<number> {
    let deaths = 0;
    for (start(); !(await isDone()); await systemClock.sleep(20)) {
      if (child.signalCode === null && child.exitCode === null) continue;
      expect(child.signalCode).toBe('SIGKILL');
      deaths += 1;
      start();
    }
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    return deaths;
  }

  it('is buried after three retries of it; all others are journalled once and in order', async () => {
    const killer = { ...sync(KILLER_AT), event_id: KILLER };
    const pipeline = kit.redis.pipeline();
    for (let at = 0; at < COUNT; at += 1) {
      void deliver(pipeline, at === KILLER_AT ? killer : sync(at));
    }
    await pipeline.exec();
    // Once among all the others, then four times by itself.
    expect(await runUntilDone()).toBe(5);
    const { journalled, buried } = createIntakeKit({ redis: kit.redis, keys });
    const entries = await journalled(COUNT - 1);
    const others = syncIds(COUNT).filter((id) => id !== `e${KILLER_AT}`);
    expect(entries.map(({ event }) => event.id)).toEqual(others);
    expect(await buried()).toMatchObject([
      { source: REPOSITORY, attempts: 4, raw: expect.stringContaining(KILLER) },
    ]);
    const [group] = (await kit.redis.xinfo('GROUPS', REPOSITORY)) as unknown[][];
    expect(group).toEqual(expect.arrayContaining(['lag', 0]));
  });
});

describe('a message that somebody else is just trying', () => {
  const steps: IngestStep[] = syncIds(3).map((id, at) => {
    const { stream: source, ...message } = sync(at);
    const entryId = `${at + 1}-0`;
    const text = JSON.stringify(message);
    return {
      message: { dialect: 'delivery', text, source, entryId, arrivedAt: Number(id.slice(1)) },
      to: entryId,
    };
  });
  const batch = { source: REPOSITORY, from: '', steps };

  /** One of several replicas; it needs `tookMs` until it has journalled something. */
  function replica(life: number, tookMs = 0, clock: Clock = systemClock) {
    const { receive, log, journalled, buried } = createIntakeKit({ redis: kit.redis, keys });
    const take = createIngest({
      receive: {
        async ingest(messages) {
          await systemClock.sleep(tookMs);
          return receive.ingest(messages);
        },
      },
      attempts: createAttempts(kit.redis, keys, `life-${life}`),
      clock,
      log,
    });
    return { take, journalled, buried };
  }

  it('is not given up, however many replicas have read it too', async () => {
    const first = replica(0, 300);
    const others = [1, 2, 3, 4].map((life) => replica(life));
    const taken = first.take(batch);
    await systemClock.sleep(50);
    const rest = Promise.all(others.map(({ take }) => take(batch)));
    expect(await taken).toMatchObject({ kind: 'appended' });
    const entries = await first.journalled(3);
    expect(entries.map(({ event }) => event.id)).toEqual(syncIds(3));
    expect(await first.buried()).toEqual([]);
    expect((await rest).map(({ kind }) => kind)).toEqual(others.map(() => 'moved'));
  });

  it('is not given up because replicas were killed while they waited for their turn', async () => {
    const ended = () => {};
    // It may still go on when the server of this test is gone.
    replica(0, 60_000).take(batch).catch(ended);
    for (const life of [1, 2, 3, 4]) {
      const killedAt = systemClock.now() + 400;
      const sleep = async (ms: number) => {
        await systemClock.sleep(ms);
        if (systemClock.now() > killedAt) await new Promise(() => {});
      };
      replica(life, 0, { ...systemClock, sleep })
        .take(batch)
        .catch(ended);
      await systemClock.sleep(2_200);
    }
    const last = replica(9);
    expect(await last.take(batch)).toBeDefined();
    expect(await last.buried()).toEqual([]);
    expect(await last.journalled(3)).toHaveLength(3);
  });

  it('makes the others wait no longer than that one takes', async () => {
    const all = Promise.all([0, 1, 2].map((life) => replica(life).take(batch)));
    expect(await ownMs(() => all)).toBeLessThan(900);
    const kinds = (await all).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['appended', 'moved', 'moved']);
  });
});
