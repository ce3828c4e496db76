// What is kept of messages that are tried again.
import { beforeEach, describe, expect, it } from 'vitest';
import type { RetryStore } from '../../src/intake/retry-store.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { ManualClock } from '../helpers/manual-clock.ts';

export interface RetriesUnderTest {
  /** Replicas on data that are empty at first. */
  readonly stores: readonly [RetryStore, RetryStore];
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: ManualClock;
}

const message = (id: string) => ({
  dialect: 'televibe',
  text: JSON.stringify({ event_id: id, data: { text: 'ü\n"' } }),
  source: 'televibe:events:job.progress',
  arrivedAt: 7,
});

export function describeRetries(name: string, make: () => Promise<RetriesUnderTest>): void {
  describe(name, () => {
    let store: RetryStore;
    let other: RetryStore;
    let journal: RetriesUnderTest['journal'];
    let clock: ManualClock;
    beforeEach(async () => {
      ({
        stores: [store, other],
        journal,
        clock,
      } = await make());
    });

    /** Puts them aside, due in a second unless told otherwise. */
    async function put(ids: readonly string[], ms = 1_000): Promise<void> {
      const again = ids.map((id) => {
        return { id, message: JSON.stringify(message(id)), dueAt: clock.now() + ms };
      });
      await journal.append({ candidates: [], deadLetters: [], again });
    }

    it('is given out once it is due, whole, and to one replica at a time', async () => {
      await put(['a']);
      await clock.advance(999);
      expect(await store.claim()).toBeUndefined();
      await clock.advance(1);
      const claims = await Promise.all([store.claim(), other.claim()]);
      expect(claims.filter((claim) => claim !== undefined)).toEqual([
        { id: 'a', message: message('a'), attempts: 2 },
      ]);
    });

    it('is given out again when whoever had it is gone, and that attempt counts', async () => {
      await put(['a']);
      await clock.advance(1_000);
      expect(await store.claim()).toMatchObject({ attempts: 2 });
      await clock.advance(9_999);
      expect(await other.claim()).toBeUndefined();
      await clock.advance(1);
      expect(await other.claim()).toMatchObject({ attempts: 3 });
    });

    it('waits as long as it is told to, and others do not wait for it', async () => {
      await put(['a', 'b']);
      await clock.advance(1_000);
      const first = await store.claim();
      await store.postpone(first?.id ?? '', 5_000);
      const second = await store.claim();
      expect(second?.id).not.toBe(first?.id);
      await store.drop(second?.id ?? '');
      await clock.advance(4_999);
      expect(await store.claim()).toBeUndefined();
      await clock.advance(1);
      expect(await store.claim()).toMatchObject({ id: first?.id, attempts: 3 });
    });

    it('comes in the order in which it is due', async () => {
      await put(['late'], 3_000);
      await put(['early'], 2_000);
      await clock.advance(3_000);
      expect([(await store.claim())?.id, (await store.claim())?.id]).toEqual(['early', 'late']);
    });

    it('is over when it is dropped, and a pause after that brings nothing back', async () => {
      await put(['a']);
      await clock.advance(1_000);
      await store.drop((await store.claim())?.id ?? '');
      await other.postpone('a', 0);
      await clock.advance(60_000);
      expect(await store.claim()).toBeUndefined();
    });

    it('that a wrong clock put off for longer than any pause is given out at once', async () => {
      await put(['odd'], 86_400_000);
      await put(['longest'], 60_000);
      expect(await store.claim()).toMatchObject({ id: 'odd', attempts: 2 });
      expect(await store.claim()).toBeUndefined();
    });
  });
}
