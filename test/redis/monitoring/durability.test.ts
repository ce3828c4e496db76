import { setImmediate as nextTick } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerInfoByHello } from '../../../src/redis/connection/server-mode.ts';
import { createDurability } from '../../../src/redis/monitoring/durability.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import type { JobwireError } from '../../../src/runtime/errors.ts';
import { limitedRedis } from '../../helpers/limited-redis.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';

let server: TestRedis | undefined;
let book = createLogBook();

beforeEach(() => {
  book = createLogBook();
});
afterEach(() => server?.stop());

function durabilityOf(redis: Pick<Redis, 'info'>) {
  return createDurability({ redis, clock: systemClock, log: book });
}

it('is confirmed while Redis writes, refused once it cannot, and confirmed again when it can', async () => {
  const limited = await limitedRedis();
  server = await startTestRedis({ appendonly: true, program: limited.program });
  const redis = server.client();
  const { confirm } = durabilityOf(redis);
  await redis.set('jobwire:a', '1');
  await confirm();
  await limited.fill(server.pid);
  // Answered as if it were kept: that it is not shows only to whoever asks.
  expect(await redis.set('jobwire:b', '1')).toBe('OK');
  await expect(confirm()).rejects.toMatchObject({ code: 'unavailable' });
  await limited.lift(server.pid);
  await expect.poll(() => confirm().then(() => 'confirmed', String)).toBe('confirmed');
  await limited.remove();
});

it('promises nothing where there is no append-only file, and asks only now and then', async () => {
  server = await startTestRedis();
  const redis = server.client();
  let asked = 0;
  const { confirm } = durabilityOf({
    info: ((section: string) => {
      asked += 1;
      return redis.info(section);
    }) as Redis['info'],
  });
  for (let time = 0; time < 20; time += 1) await confirm();
  expect(asked).toBe(1);
});

it('goes on without the right to ask, and says so once', async () => {
  server = await startTestRedis({ appendonly: true });
  const redis = server.client();
  await redis.acl('SETUSER', 'plain', 'on', '>p', '~*', '&*', '+@all', '-info');
  await redis.auth('plain', 'p');
  const { confirm } = durabilityOf(redis);
  for (let time = 0; time < 3; time += 1) await confirm();
  expect(book.count('durability_unknown')).toBe(1);
});

it('takes an answer of HELLO in the place of INFO for none', async () => {
  server = await startTestRedis({ appendonly: true });
  const redis = server.client();
  answerInfoByHello(redis);
  await redis.acl('SETUSER', 'plain', 'on', '>p', '~*', '&*', '+@all', '-info');
  await redis.auth('plain', 'p');
  await durabilityOf(redis).confirm();
  expect(book.count('durability_unknown')).toBe(1);
});

it('answers many with one question, and nobody with a question that was put before they came', async () => {
  const answers: ((info: string) => void)[] = [];
  const info = () =>
    new Promise<string>((resolve) => {
      answers.push(resolve);
    });
  const { confirm } = durabilityOf({ info: info as unknown as Redis['info'] });
  const good = 'aof_enabled:1\r\naof_last_write_status:ok\r\n';
  const first = confirm();
  const late = [...Array(50)].map(() => confirm());
  expect(answers).toHaveLength(1);
  answers[0]?.(good);
  await first;
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.('aof_enabled:1\r\naof_last_write_status:err\r\n');
  const results = await Promise.allSettled(late);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
  const next = confirm();
  expect(answers).toHaveLength(3);
  answers[2]?.(good);
  await next;
});

describe('what Redis still holds while its disk is slow to sync', () => {
  /** One answer after another; the last one again and again. */
  function durabilityAfter(...states: readonly (readonly [written: number, held: number])[]) {
    let asked = 0;
    const info = async () => {
      const [written, held] = states[Math.min(asked, states.length - 1)] ?? [0, 0];
      asked += 1;
      return `aof_enabled:1\r\naof_last_write_status:ok\r\naof_current_size:${written}\r\naof_buffer_length:${held}\r\n`;
    };
    const clock = createManualClock();
    const { confirm } = createDurability({
      redis: { info: info as unknown as Redis['info'] },
      clock,
      log: book,
    });
    const ended = confirm().then(
      () => 'confirmed',
      (error: JobwireError) => error.code,
    );
    return {
      asked: () => asked,
      async afterMs(ms: number) {
        await clock.advance(ms);
        return Promise.race([ended, nextTick('waits')]);
      },
    };
  }

  it('is waited for', async () => {
    const { afterMs, asked } = durabilityAfter([100, 50], [100, 90], [149, 70], [150, 70]);
    expect(await afterMs(0)).toBe('waits');
    expect(asked()).toBe(2);
    expect(await afterMs(2)).toBe('waits');
    expect(await afterMs(4)).toBe('confirmed');
    expect(asked()).toBe(4);
  });

  it('is waited for in a file that was rewritten meanwhile', async () => {
    const { afterMs } = durabilityAfter([100, 50], [20, 50], [69, 10], [70, 10]);
    await afterMs(0);
    expect(await afterMs(2)).toBe('waits');
    expect(await afterMs(4)).toBe('confirmed');
  });

  it('is not there when it is not written in the end', async () => {
    const { afterMs } = durabilityAfter([100, 50]);
    expect(await afterMs(4_000)).toBe('waits');
    expect(await afterMs(2_000)).toBe('unavailable');
  });
});
