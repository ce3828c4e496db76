import { GrammyError, HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { JobwireError } from '../../../src/runtime/errors.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { NetworkFailure } from '../../../src/telegram/sending/client.ts';
import { createRetryWhileUnavailable } from '../../../src/telegram/sending/retry-while-unavailable.ts';

const MAX_PAUSES = 100;

function createPauses(monotonic = () => 0) {
  const pauses: number[] = [];
  const clock = {
    ...systemClock,
    monotonic,
    random: () => 0.5,
    async sleep(ms: number) {
      pauses.push(ms);
      // These pauses take no time: what goes on and on would never let the test fail.
      if (pauses.length > MAX_PAUSES) throw new Error(`it goes on after ${pauses.length} pauses`);
    },
  };
  return {
    pauses,
    retryWhileUnavailable: createRetryWhileUnavailable({ clock, log: silentLogger, isUnavailable }),
  };
}

const isUnavailable = (error: unknown) =>
  error instanceof Error && error.message.startsWith('Connection is closed');
const away = () => new JobwireError('unavailable', 'Redis is away');
const refusal = (code: number) =>
  new GrammyError('No!', { ok: false, error_code: code, description: 'x' }, 'getMe', {});
const forever = { signal: new AbortController().signal };

describe('retrying while unavailable', () => {
  it('retries until it works, with growing pauses up to five seconds', async () => {
    const { pauses, retryWhileUnavailable } = createPauses();
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 9) throw away();
      return 'done';
    };
    expect(await retryWhileUnavailable(work, forever)).toBe('done');
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it.each([
    ['a wrong input', new JobwireError('bug', 'ours')],
    ['a mistake in the code', new TypeError('x is undefined')],
    ['a key of a wrong type', new Error('WRONGTYPE Operation against a key')],
    ['a refusal by Telegram', refusal(400)],
  ])('gives up soon on %s', async (_, error) => {
    const { pauses, retryWhileUnavailable } = createPauses();
    await expect(retryWhileUnavailable(() => Promise.reject(error), forever)).rejects.toBe(error);
    expect(pauses).toHaveLength(2);
  });

  const outages = [
    ['Redis that is away', new Error('Connection is closed.')],
    ['Telegram that is away', new HttpError('x', new NetworkFailure('x', 'ECONNREFUSED'))],
    ['Telegram that fails', refusal(502)],
    ['Telegram that wants a pause', refusal(429)],
    ['a token that Telegram refuses for a while', refusal(401)],
  ] as const;

  it.each(outages)('goes on through %s', async (_, error) => {
    const { retryWhileUnavailable } = createPauses();
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 20) throw error;
      return tries;
    };
    expect(await retryWhileUnavailable(work, forever)).toBe(20);
  });

  it('ends when the program stops', async () => {
    const stop = new AbortController();
    const { retryWhileUnavailable } = createPauses();
    const work = async () => {
      stop.abort();
      throw away();
    };
    await expect(retryWhileUnavailable(work, { signal: stop.signal })).rejects.toThrow(
      'Redis is away',
    );
  });

  it('ends after its time limit', async () => {
    let now = 0;
    const { retryWhileUnavailable } = createPauses(() => {
      now += 1_000;
      return now;
    });
    const work = () => Promise.reject(away());
    await expect(retryWhileUnavailable(work, { ...forever, until: 5_000 })).rejects.toThrow(
      'Redis is away',
    );
    expect(now).toBe(5_000);
  });
});
