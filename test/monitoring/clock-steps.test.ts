import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createClockSteps } from '../../src/monitoring/clock-steps.ts';
import { createLogBook } from '../helpers/log-book.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const HOUR_MS = 3_600_000;

function watched() {
  const log = createLogBook();
  const clock = createManualClock();
  const steps = createClockSteps({ clock, log });
  let serverMs = 1_800_000_000_000;
  return {
    log,
    set: (byMs: number) => {
      serverMs += byMs;
    },
    async look(passedMs: number, answerMs = 0) {
      await clock.advance(passedMs);
      serverMs += passedMs;
      await steps.watch(async () => {
        await clock.advance(answerMs);
        serverMs += answerMs;
        return { clockMs: serverMs };
      });
    },
  };
}

describe('a step of a clock', () => {
  it.each([HOUR_MS, -HOUR_MS, 1_000, -1_000])(
    'is warned of once, with its size: %d ms',
    async (byMs) => {
      const { log, set, look } = watched();
      await look(0);
      await look(1_000);
      set(byMs);
      for (let at = 0; at < 5; at += 1) await look(1_000);
      expect(log.count('redis_clock_stepped')).toBe(1);
      expect(log.lines.at(-1)).toMatchObject({ level: 'warn', fields: { byMs } });
    },
  );

  test.prop([fc.array(fc.tuple(fc.nat(60_000), fc.nat(20_000)))])(
    'is not seen where looks are late or answers slow',
    async (looks) => {
      const { log, look } = watched();
      for (const [passedMs, answerMs] of looks) await look(passedMs, answerMs);
      expect(log.count('redis_clock_stepped')).toBe(0);
    },
  );
});
