import { beforeEach, describe, expect, it } from 'vitest';
import { createStreamAside, type StreamAside } from '../../../src/redis/streams/stream-aside.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';

let clock: ManualClock;
let log: LogBook;
let aside: StreamAside;
let reported: number[];
beforeEach(() => {
  clock = createManualClock();
  log = createLogBook();
  reported = [];
  const metrics = { streamsAside: (_: string, count: number) => reported.push(count) };
  aside = createStreamAside({ component: 'events:test', clock, log, metrics });
});

/** How long it rests after this failure, in seconds. */
async function restOf(stream: string): Promise<number> {
  aside.failed(stream, 'WRONGTYPE');
  let seconds = 0;
  while (aside.isResting(stream)) {
    await clock.advance(1_000);
    seconds += 1;
  }
  return seconds;
}

describe('a stream that is set aside', () => {
  it('rests twice as long after each failure, a minute at most', async () => {
    const rests: number[] = [];
    for (let failures = 0; failures < 9; failures += 1) rests.push(await restOf('a'));
    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('rests by itself, and begins anew once it was read', async () => {
    for (let failures = 0; failures < 4; failures += 1) await restOf('a');
    expect(await restOf('b')).toBe(1);
    aside.recovered('a');
    expect(aside.has('a')).toBe(false);
    expect(await restOf('a')).toBe(1);
  });

  it('is due when its rest is over, and counted and logged once', async () => {
    aside.failed('a', 'WRONGTYPE');
    expect(aside.hasDue()).toBe(false);
    await clock.advance(1_000);
    expect(aside.hasDue()).toBe(true);
    aside.failed('a', 'WRONGTYPE');
    aside.recovered('a');
    aside.recovered('a');
    expect(reported).toEqual([1, 1, 0]);
    expect(log.lines.map(({ name }) => name)).toEqual(['stream_set_aside', 'stream_read_again']);
  });
});
