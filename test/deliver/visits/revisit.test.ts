import { describe, expect, it } from 'vitest';
import { createRevisit } from '../../../src/deliver/visits/revisit.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { recordingWaker } from '../../helpers/redis-kit.ts';

describe('a chat whose visit is open elsewhere', () => {
  it('is visited when that one has run out, once, however often it was to be', async () => {
    const clock = createManualClock();
    const waker = recordingWaker();
    const comeBack = createRevisit({ waker, clock });
    for (let at = 0; at < 50; at += 1) comeBack(7, 2_000);
    comeBack(8, 500);
    await clock.advance(2_000);
    expect(waker.wakes).toEqual([{ chatId: 8, delayMs: 0 }]);
    await clock.advance(1);
    expect(waker.wakes).toEqual([8, 7].map((chatId) => ({ chatId, delayMs: 0 })));
    comeBack(7, 100);
    await clock.advance(200);
    expect(waker.wakes).toHaveLength(3);
  });
});
