// What is kept of dead letters, and of what followers of the journal set aside.
import { beforeEach, describe, expect, it } from 'vitest';
import type { FollowerAside } from '../../src/journal/follower-aside.ts';
import {
  DEAD_LETTER_STAGES,
  type DeadLetter,
  type DeadLetters,
  type Journal,
} from '../../src/journal/journal.ts';

export interface LettersUnderTest {
  /** Empty at first. */
  readonly letters: DeadLetters;
  readonly aside: FollowerAside;
  readonly journal: Pick<Journal, 'append'>;
  /** One more; answers its id. */
  bury(letter: DeadLetter): Promise<string>;
}

const letter = (entryId: string, fields: Partial<DeadLetter> = {}): DeadLetter => ({
  ...{ source: 'televibe:stream:p1', entryId, raw: `{"half": "ü\n" ${entryId}` },
  ...{ reason: 'not JSON', attempts: 3, ...fields },
});

export function describeDeadLetters(name: string, make: () => Promise<LettersUnderTest>): void {
  describe(name, () => {
    let under: LettersUnderTest;
    beforeEach(async () => {
      under = await make();
    });

    const buryAll = async () => {
      const ids: string[] = [];
      for (const [at, stage] of [...DEAD_LETTER_STAGES, ...DEAD_LETTER_STAGES].entries()) {
        ids.push(await under.bury(letter(`${at}-0`, { stage })));
      }
      return ids;
    };

    it('are as they were buried, the newest first, up to a limit', async () => {
      const ids = await buryAll();
      const newest = ids.toReversed();
      expect(await under.letters.count()).toBe(ids.length);
      expect(await under.letters.ids(100)).toEqual(newest);
      expect(await under.letters.ids(3)).toEqual(newest.slice(0, 3));
      const [last] = await under.letters.list(1);
      const { stage, ...rest } = letter('7-0', { stage: DEAD_LETTER_STAGES.at(-1) ?? 'routing' });
      expect(last).toMatchObject({ id: newest[0], stage, ...rest });
      expect(last?.failedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(await under.letters.get(newest[0] ?? '')).toEqual(last);
    });

    it.each(DEAD_LETTER_STAGES)('are found by their stage: %s', async (stage) => {
      const ids = await buryAll();
      const at = DEAD_LETTER_STAGES.indexOf(stage);
      const own = [ids[at + DEAD_LETTER_STAGES.length], ids[at]];
      expect(await under.letters.ids(10, stage)).toEqual(own);
      expect((await under.letters.list(1, stage)).map(({ id }) => id)).toEqual(own.slice(0, 1));
    });

    it('go on behind one that was seen, also when it is gone by then', async () => {
      const newest = (await buryAll()).toReversed();
      const [, , third = ''] = newest;
      const behind = async (...asked: Parameters<DeadLetters['list']>) =>
        (await under.letters.list(...asked)).map(({ id }) => id);
      expect(await behind(2, undefined, third)).toEqual(newest.slice(3, 5));
      const [stage = 'routing'] = DEAD_LETTER_STAGES.slice(-1);
      expect(await behind(100, stage, newest[0])).toEqual([newest[DEAD_LETTER_STAGES.length]]);
      await under.letters.drop(third);
      expect(await behind(1, undefined, third)).toEqual(newest.slice(3, 4));
      expect(await behind(9, undefined, newest.at(-1))).toEqual([]);
    });

    it('are dropped one by one, once', async () => {
      const [first = '', second = ''] = await buryAll();
      expect([await under.letters.drop(first), await under.letters.drop(first)]).toEqual([
        true,
        false,
      ]);
      expect(await under.letters.get(first)).toBeUndefined();
      expect(await under.letters.get(second)).toBeDefined();
      expect(await under.letters.ids(100)).not.toContain(first);
    });

    it.each(['', '*', '-', '+', '1-0', '1772442000000', 'x-0', '-1-0'])(
      'of the id %j are not there',
      async (id) => {
        await buryAll();
        const count = await under.letters.count();
        expect([await under.letters.get(id), await under.letters.drop(id)]).toEqual([
          undefined,
          false,
        ]);
        expect(await under.letters.count()).toBe(count);
      },
    );
  });

  describe(`${name}: what a follower set aside`, () => {
    let under: LettersUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    const SOURCE = 'follower:archive';
    const OTHER = 'follower:gates';
    const all = async (source = SOURCE) => [...(await under.aside.all(source))].sort();
    const batch = (from: string, to: string, ...positions: readonly string[]) => ({
      candidates: [],
      deadLetters: [],
      acknowledgement: { source: SOURCE, from, to },
      aside: positions.map((position) => ({ position, state: `at ${position}` })),
    });

    it('is kept by follower until it is dropped, each position as it was put last', async () => {
      await under.aside.put(SOURCE, '5-0', 'a');
      await under.aside.put(SOURCE, '6-0', 'b');
      await under.aside.put(OTHER, '5-0', 'c');
      await under.aside.put(SOURCE, '5-0', 'd');
      expect(await all()).toEqual([
        ['5-0', 'd'],
        ['6-0', 'b'],
      ]);
      await under.aside.drop(SOURCE, '5-0');
      expect([await all(), await all(OTHER)]).toEqual([[['6-0', 'b']], [['5-0', 'c']]]);
    });

    it('comes there in the step that moves its follower on, or not at all', async () => {
      expect((await under.journal.append(batch('', '2-0', '1-0', '2-0'))).kind).toBe('appended');
      expect((await under.journal.append(batch('', '3-0', '3-0'))).kind).toBe('moved');
      expect(await all()).toEqual([
        ['1-0', 'at 1-0'],
        ['2-0', 'at 2-0'],
      ]);
    });

    it('comes back from a dead letter in one step with its end, once', async () => {
      const id = await under.bury(letter('5-0', { source: SOURCE, stage: 'following' }));
      const entry = { source: SOURCE, position: '5-0', state: 'new' };
      await under.aside.redrive(id, entry);
      expect(await all()).toEqual([['5-0', 'new']]);
      expect(await under.letters.get(id)).toBeUndefined();
      await under.aside.drop(SOURCE, '5-0');
      await under.aside.redrive(id, entry);
      expect(await all()).toEqual([]);
    });
  });
}
