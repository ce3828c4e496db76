// What whoever keeps track of updates has to do, in memory and in Redis.
import type { Update } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import type { UpdateLog } from '../../src/telegram/handling/update-log.ts';

/** Answers one more process on data that are empty at the beginning of each test. */
export function describeUpdateLog(start: () => Promise<() => UpdateLog>): void {
  describe('the log of updates', () => {
    let process: () => UpdateLog;
    beforeEach(async () => {
      process = await start();
    });

    it('counts the processes that did not come to an end, each once', async () => {
      const first = process();
      for (const _ of [1, 2]) {
        expect(await first.begin(7)).toEqual({ isHandled: false, deaths: 0 });
      }
      const second = process();
      expect(await second.begin(7)).toEqual({ isHandled: false, deaths: 1 });
      expect(await process().begin(7)).toEqual({ isHandled: false, deaths: 1 });
      for (const _ of [1, 2]) {
        expect(await second.begin(7, { despiteDeaths: true })).toMatchObject({ deaths: 1 });
      }
      expect(await process().begin(7)).toMatchObject({ deaths: 2 });
      expect(await process().begin(8)).toMatchObject({ deaths: 0 });
    });

    it('knows what was handled, on every replica', async () => {
      const first = process();
      await first.begin(7);
      await first.end(7, 'handled');
      expect(await process().begin(7)).toEqual({ isHandled: true, deaths: 0 });
    });

    it.each(['again', 'cut-short'] as const)('forgets what is to come again (%s)', async (how) => {
      const first = process();
      await first.begin(7);
      await first.end(7, how);
      expect(await process().begin(7)).toEqual({ isHandled: false, deaths: 0 });
    });

    it('keeps what is parked until it was handled, the oldest first', async () => {
      const first = process();
      const updates = [9, 10, 8].map((id) => ({
        update_id: id,
        message: { text: 'é' },
      })) as Update[];
      for (const _ of [1, 2]) await first.park(updates);
      await first.park([]);
      await first.end(10, 'handled');
      await first.end(9, 'cut-short');
      expect(await process().parked()).toEqual([updates[2], updates[0]]);
      for (const id of [8, 9]) await first.end(id, 'again');
      expect(await process().parked()).toEqual([]);
    });

    it('keeps a new update once, and none that was handled', async () => {
      const [first, second] = [process(), process()];
      const [seven, eight] = [7, 8].map((id) => ({
        update_id: id,
        message: { text: 'é' },
      })) as [Update, Update];
      await Promise.all([first.keep(seven), second.keep(seven), second.keep(eight)]);
      expect(await first.parked()).toEqual([seven, eight]);
      expect(await first.parked((id) => id === 7)).toEqual([eight]);
      await first.begin(7);
      await first.end(7, 'handled');
      await second.keep(seven);
      expect(await process().parked()).toEqual([eight]);
      // A tap that comes again is answered again.
      await first.end(8, 'again');
      await second.keep(eight);
      expect(await process().parked()).toEqual([eight]);
    });
  });
}
