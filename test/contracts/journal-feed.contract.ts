// The part of a journal's conformance suite that is about its live side.
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  type Journal,
  type JournalEntry,
  type Position,
  START,
} from '../../src/journal/journal.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { comesAfter, type JournalUnderTest } from './journal-under-test.ts';

export function describeJournalFeed(under: () => JournalUnderTest): void {
  const some = (count: number) => Array.from({ length: count }, () => candidate(anEvent()));
  const idsOf = (entries: readonly JournalEntry[]) => entries.map(({ event }) => event.id);
  const idsIn = (candidates: readonly Candidate[]) => candidates.map(({ event }) => event.id);

  const append = async (...candidates: Candidate[]) => {
    const result = await under().journal.append({ candidates, deadLetters: [] });
    if (result.kind === 'moved') throw new Error('moved without an acknowledgement');
    return result.positions;
  };

  describe('the live side', () => {
    /** A follower, and a promise for the moment when it has so many. */
    function follow() {
      const got: JournalEntry[] = [];
      let look = () => {};
      const stop = under().feed.follow((entries) => {
        // What they weigh is known of live ones alone.
        got.push(...entries.map(({ position, event }) => ({ position, event })));
        look();
      });
      const until = (isSo: () => boolean) =>
        new Promise<void>((resolve) => {
          look = () => {
            if (isSo()) resolve();
          };
          look();
        });
      return {
        got,
        stop,
        has: (count: number) => until(() => got.length >= count),
        reached: (position: Position) => until(() => got.at(-1)?.position === position),
      };
    }

    it('tells of everything appended from the moment it is followed', async () => {
      const follower = follow();
      const candidates = some(3);
      const positions = await append(...candidates);
      await follower.has(3);
      expect(idsOf(follower.got)).toEqual(idsIn(candidates));
      expect(follower.got.map(({ position }) => position)).toEqual(positions);
    });

    it('neither repeats nor loses nor reorders anything of a burst', async () => {
      const follower = follow();
      const batches = Array.from({ length: 60 }, () => some(20));
      await Promise.all(batches.map((batch) => append(...batch)));
      await follower.has(1_200);
      expect(follower.got).toEqual(await under().journal.read(START, 2_000));
    });

    it('does not tell a later follower of what an earlier one already had', async () => {
      const early = follow();
      await append(...some(2));
      await early.has(2);
      const late = follow();
      const news = some(1);
      await append(...news);
      await Promise.all([early.has(3), late.has(1)]);
      expect(idsOf(late.got)).toEqual(idsIn(news));
    });

    it('tells nothing of repeats', async () => {
      const follower = follow();
      const twice = candidate(anEvent());
      const other = candidate(anEvent());
      await append(twice);
      await append(twice, other);
      await follower.has(2);
      expect(idsOf(follower.got)).toEqual(idsIn([twice, other]));
    });

    it('tells a follower that has stopped nothing more', async () => {
      const [gone, stays] = [follow(), follow()];
      await append(...some(1));
      await Promise.all([gone.has(1), stays.has(1)]);
      gone.stop();
      await append(...some(2));
      await stays.has(3);
      expect(gone.got).toHaveLength(1);
    });

    it('keeps a follower that throws, and the others unharmed', async () => {
      let calls = 0;
      const stop = under().feed.follow(() => {
        calls += 1;
        throw new Error('a listener went wrong');
      });
      const follower = follow();
      await append(...some(1));
      await follower.has(1);
      await append(...some(1));
      await follower.has(2);
      expect(calls).toBe(2);
      stop();
    });

    it('joins without a hole: follow, note the end, read up to it, go on live', async () => {
      const all = some(40);
      const appending = (async () => {
        for (const one of all) await append(one);
      })();
      await append(...some(1));
      const follower = follow();
      const { last } = await under().journal.bounds();
      const replayed = await readUpTo(under().journal, last);
      await appending;
      const live = () => follower.got.filter((entry) => comesAfter(entry.position, last));
      const whole = await under().journal.read(START, 100);
      await follower.reached(whole.at(-1)?.position ?? START);
      expect([...replayed, ...live()]).toEqual(whole);
    });
  });
}

async function readUpTo(journal: Journal, last: Position): Promise<JournalEntry[]> {
  const entries = await journal.read(START, 1_000);
  return entries.filter(({ position }) => !comesAfter(position, last));
}
