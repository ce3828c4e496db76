import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { JobwireError } from '../../src/errors.ts';
import { silentLogger } from '../../src/logger.ts';
import { createPersist } from '../../src/telegram/persist.ts';

function createPauses(now = () => 0) {
  const pauses: number[] = [];
  const clock = {
    ...systemClock,
    now,
    random: () => 0.5,
    sleep: async (ms: number) => void pauses.push(ms),
  };
  return { pauses, persist: createPersist({ clock, log: silentLogger }) };
}

const away = () => new JobwireError('unavailable', 'Redis is away');
const forever = { signal: new AbortController().signal };

describe('persistence', () => {
  it('tries again until it works, with growing pauses up to five seconds', async () => {
    const { pauses, persist } = createPauses();
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 9) throw away();
      return 'done';
    };
    expect(await persist(work, forever)).toBe('done');
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it.each([
    ['a wrong input', new JobwireError('bug', 'ours')],
    ['a mistake in the code', new TypeError('x is undefined')],
  ])('gives up soon on %s', async (_, error) => {
    const { pauses, persist } = createPauses();
    await expect(persist(() => Promise.reject(error), forever)).rejects.toBe(error);
    expect(pauses).toHaveLength(2);
  });

  it('takes an unknown failure for an outage', async () => {
    const { persist } = createPauses();
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 20) throw new Error('Connection is closed.');
      return tries;
    };
    expect(await persist(work, forever)).toBe(20);
  });

  it('ends when the program stops', async () => {
    const stop = new AbortController();
    const { persist } = createPauses();
    const work = async () => {
      stop.abort();
      throw away();
    };
    await expect(persist(work, { signal: stop.signal })).rejects.toThrow('Redis is away');
  });

  it('ends when nobody waits any more', async () => {
    let now = 0;
    const { persist } = createPauses(() => {
      now += 1_000;
      return now;
    });
    const work = () => Promise.reject(away());
    await expect(persist(work, { ...forever, until: 5_000 })).rejects.toThrow('Redis is away');
    expect(now).toBe(5_000);
  });
});
