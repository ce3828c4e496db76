import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Urgency } from '../../../src/deliver/pace.ts';
import { createEvenOut } from '../../../src/deliver/visits/even-out.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';

const asks = fc.array(fc.tuple(fc.nat(300), fc.constantFrom<Urgency>('urgent', 'news')), {
  minLength: 50,
  maxLength: 200,
});

describe('calls of one process', () => {
  test.prop([asks])('are never more than allowed in any second', async (some) => {
    const clock = createManualClock();
    const evenOut = createEvenOut({ clock, callsPerSecond: 30 });
    const made: { at: number; urgency: Urgency }[] = [];
    for (const [pauseMs, urgency] of some) {
      // Most come in bunches.
      await clock.advance(pauseMs > 280 ? pauseMs : 0);
      void evenOut(urgency).then(() => made.push({ at: clock.monotonic(), urgency }));
    }
    await clock.advance(120_000);
    expect(made).toHaveLength(some.length);
    made.forEach(({ at, urgency }, index) => {
      const madeWithin = (ms: number) => made.slice(0, index).filter((call) => call.at > at - ms);
      expect(madeWithin(1_000).length).toBeLessThan(30);
      // News leave two calls to what is urgent, or have them free again within 150 ms.
      if (urgency === 'news') expect(madeWithin(900).length).toBeLessThan(28);
    });
  });

  it('are all for news while these come at an even pace', async () => {
    const clock = createManualClock();
    const evenOut = createEvenOut({ clock, callsPerSecond: 30 });
    let made = 0;
    for (let at = 0; at < 300; at += 1) {
      void evenOut('news').then(() => {
        made += 1;
      });
      await clock.advance(36);
    }
    expect(made).toBe(300);
  });

  it('for a request do not wait while news use up their share', async () => {
    const clock = createManualClock();
    const evenOut = createEvenOut({ clock, callsPerSecond: 30 });
    for (let at = 0; at < 100; at += 1) void evenOut('news');
    await expect(evenOut('urgent')).resolves.toBeUndefined();
  });
});
