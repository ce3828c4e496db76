// What every journal keeps, with its live side: run on the one in memory and on the real one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Candidate,
  type DeadLetter,
  type JournalEntry,
  type Position,
  REPEAT_WINDOW_MS,
  START,
} from '../../src/journal/journal.ts';
import { repeatKeyOf } from '../../src/journal/repeat-key.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { describeJournalFeed } from './journal-feed.contract.ts';
import { byPlace, type JournalUnderTest, placeOf } from './journal-under-test.ts';

export function describeJournal(name: string, make: () => Promise<JournalUnderTest>): void {
  describe(name, () => {
    let under: JournalUnderTest;

    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    /** Appends and answers the positions. */
    async function append(...candidates: Candidate[]): Promise<(Position | undefined)[]> {
      const result = await under.journal.append({ candidates, deadLetters: [] });
      if (result.kind === 'moved') throw new Error('moved without an acknowledgement');
      return [...result.positions];
    }

    const some = (count: number) => Array.from({ length: count }, () => candidate(anEvent()));
    const idsOf = (entries: readonly (JournalEntry | undefined)[]) =>
      entries.map((entry) => entry?.event.id);
    const idsIn = (candidates: readonly Candidate[]) => candidates.map(({ event }) => event.id);

    describe('order', () => {
      it('answers growing positions in the order of the candidates', async () => {
        const positions = [...(await append(...some(3))), ...(await append(...some(3)))];
        const places = positions.map(placeOf);
        expect(places).toHaveLength(6);
        expect(places).toEqual([...places].sort(byPlace));
        expect(new Set(positions).size).toBe(6);
      });

      it('reads back what was appended, in that order, event by event unchanged', async () => {
        const candidates = [
          candidate(anEvent({ type: 'job.started', data: { text: 'ü 🔧 \r\n "x"' } })),
          candidate(anEvent({ recipients: [1, -1001], visibility: 'internal' })),
        ];
        const positions = await append(...candidates);
        const entries = await under.journal.read(START, 10);
        expect(entries.map(({ position }) => position)).toEqual(positions);
        expect(entries.map(({ event }) => event)).toEqual(candidates.map(({ event }) => event));
      });

      it('keeps appends that run at the same time whole and apart', async () => {
        const batches = Array.from({ length: 10 }, () => some(5));
        await Promise.all(batches.map((batch) => append(...batch)));
        const ids = idsOf(await under.journal.read(START, 100));
        expect(ids).toHaveLength(50);
        for (const batch of batches) {
          const [first = ''] = idsIn(batch);
          expect(ids.slice(ids.indexOf(first)).slice(0, 5)).toEqual(idsIn(batch));
        }
      });
    });

    describe('repeats', () => {
      const content = (arrivedAt: number, repeatKey: string): Candidate => ({
        ...candidate(anEvent(), arrivedAt),
        identity: 'content',
        repeatKey,
      });

      it('drops an event whose id it knows, however much later it comes', async () => {
        const event = anEvent();
        const [first] = await append(candidate(event, 1_000));
        expect(first).toBeDefined();
        expect(await append(candidate(event, 1_000 + 100 * REPEAT_WINDOW_MS))).toEqual([undefined]);
        expect(await under.journal.read(START, 10)).toHaveLength(1);
      });

      it.each([
        ['two projects', { projectId: 'p1' }, { projectId: 'p2' }],
        ['a project and none', { projectId: 'p1' }, { projectId: undefined }],
        ['none and a project', { projectId: undefined }, { projectId: 'p1' }],
        ['a project named like a dialect', { projectId: 'televibe' }, { projectId: undefined }],
      ])('keeps the same id of %s apart', async (_name, first, second) => {
        const { projectId: _, ...rest } = anEvent();
        const both = [first, second].map(({ projectId }) => ({
          ...rest,
          ...(projectId === undefined ? {} : { projectId }),
        }));
        const positions = await append(...both.map((event) => candidate(event)));
        expect(positions).not.toContain(undefined);
        expect(await append(...both.map((event) => candidate(event)))).toEqual([
          undefined,
          undefined,
        ]);
      });

      it('knows ids that a former version remembered without their project', async () => {
        await append({ ...candidate(anEvent()), repeatKey: 'of-before' });
        const again = { ...candidate(anEvent({ id: 'of-before' })), producerKey: 'of-before' };
        expect(await append(again)).toEqual([undefined]);
        expect(await append({ ...again, producerKey: 'another' })).not.toEqual([undefined]);
      });

      it('remembers no id for other projects', async () => {
        const [mine, theirs] = ['p1', 'p2'].map((projectId) => {
          const event = anEvent({ id: 'deploy-42', projectId });
          return { ...candidate(event), producerKey: event.id };
        });
        if (mine === undefined || theirs === undefined) throw new Error('two were made');
        expect(await append(mine)).not.toEqual([undefined]);
        expect(await append(theirs)).not.toEqual([undefined]);
      });

      it('knows what comes back from the bus, with the project that it has learned', async () => {
        const { projectId: _, ...event } = anEvent({ dialect: 'delivery' });
        await append(candidate(event));
        const said = { ...event, dialect: 'televibe' };
        expect(await append(candidate(said))).toEqual([undefined]);
        const learned = candidate({ ...said, projectId: 'p1' });
        const replayOf = repeatKeyOf({ dialect: 'delivery' }, event.id);
        expect(await append({ ...learned, replayOf })).toEqual([undefined]);
        expect(await append(learned)).not.toEqual([undefined]);
      });

      it('drops a repeat within one batch, and leaves its place empty in the answer', async () => {
        const [twice, other] = [candidate(anEvent()), candidate(anEvent())];
        const positions = await append(twice, twice, other);
        expect(positions.map((position) => position !== undefined)).toEqual([true, false, true]);
        expect(idsOf(await under.journal.read(START, 10))).toEqual(idsIn([twice, other]));
      });

      it('takes one of many appends of the same event at the same time', async () => {
        const event = anEvent();
        const all = await Promise.all(Array.from({ length: 20 }, () => append(candidate(event))));
        expect(all.flat().filter((position) => position !== undefined)).toHaveLength(1);
      });

      it('drops equal content within ten seconds of its first arrival', async () => {
        const [first] = await append(content(50_000, 'same'));
        const [second] = await append(content(50_000 + REPEAT_WINDOW_MS - 1, 'same'));
        expect([first !== undefined, second]).toEqual([true, undefined]);
      });

      it('knows what came without an id by the id that it was given', async () => {
        const first = content(50_000, 'nameless');
        expect(await append(first)).not.toEqual([undefined]);
        expect(await append(candidate(first.event, 50_000 + 9 * REPEAT_WINDOW_MS))).toEqual([
          undefined,
        ]);
      });

      it('takes equal content again after ten seconds, counted from its first arrival', async () => {
        await append(content(50_000, 'same'));
        await append(content(50_000 + REPEAT_WINDOW_MS - 1, 'same'));
        const [again] = await append(content(50_000 + REPEAT_WINDOW_MS + 1, 'same'));
        const [repeat] = await append(content(50_000 + 2 * REPEAT_WINDOW_MS, 'same'));
        expect([again !== undefined, repeat]).toEqual([true, undefined]);
      });

      it('takes different content at the same instant', async () => {
        const positions = await append(content(50_000, 'one'), content(50_000, 'other'));
        expect(positions).not.toContain(undefined);
      });
    });

    describe('acknowledgements and dead letters', () => {
      const letter = (entryId: string): DeadLetter => ({
        source: 's',
        entryId,
        raw: '{"half',
        reason: 'not JSON',
        attempts: 1,
      });
      const step = (from: string, to: string) => ({
        candidates: some(1),
        deadLetters: [letter(to)],
        acknowledgement: { source: 's', from, to },
      });

      it('moves a source on, step by step, from never read', async () => {
        const results = [];
        for (const [from = '', to = ''] of [
          ['', '1'],
          ['1', '2'],
          ['2', '5'],
        ]) {
          results.push(await under.journal.append(step(from, to)));
        }
        expect(results.map(({ kind }) => kind)).toEqual(['appended', 'appended', 'appended']);
        expect(await under.journal.read(START, 10)).toHaveLength(3);
        expect(await under.deadLetters()).toMatchObject([letter('1'), letter('2'), letter('5')]);
      });

      it('writes nothing at all when the source stands elsewhere, and says where', async () => {
        await under.journal.append(step('', '1'));
        const before = await under.journal.bounds();
        const late = step('', '2');
        expect(await under.journal.append(late)).toEqual({ kind: 'moved', at: '1' });
        expect(await under.journal.bounds()).toEqual(before);
        expect(await under.deadLetters()).toMatchObject([letter('1')]);

        const result = await under.journal.append({ candidates: late.candidates, deadLetters: [] });
        expect(result, 'the refused event was not remembered').toMatchObject({
          positions: [expect.any(String)],
        });
      });

      it('lets one of two readers of a source win', async () => {
        const results = await Promise.all([
          under.journal.append(step('', '1')),
          under.journal.append(step('', '1')),
        ]);
        expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'moved']);
        expect(await under.journal.read(START, 10)).toHaveLength(1);
      });

      it('keeps sources apart', async () => {
        await under.journal.append(step('', '1'));
        const other = { ...step('', '7'), acknowledgement: { source: 'o', from: '', to: '7' } };
        expect((await under.journal.append(other)).kind).toBe('appended');
      });

      it('buries and acknowledges without a single event', async () => {
        const result = await under.journal.append({ ...step('', '1'), candidates: [] });
        expect(result).toEqual({ kind: 'appended', positions: [] });
        expect(await under.deadLetters()).toHaveLength(1);
      });
    });

    describe('reading', () => {
      it('reads what lies after a position, oldest first, up to the limit', async () => {
        const candidates = some(7);
        const positions = await append(...candidates);
        const page = await under.journal.read(positions[1] ?? '', 3);
        expect(idsOf(page)).toEqual(idsIn(candidates.slice(2, 5)));
        expect(await under.journal.read(positions[6] ?? '', 3)).toEqual([]);
      });

      it('reads all of it page by page, each event once', async () => {
        const candidates = some(25);
        await append(...candidates);
        const read: JournalEntry[] = [];
        for (;;) {
          const page = await under.journal.read(read.at(-1)?.position ?? START, 4);
          if (page.length === 0) break;
          read.push(...page);
        }
        expect(idsOf(read)).toEqual(idsIn(candidates));
      });

      it('gets entries by position, in the order asked for, and none for a place without one', async () => {
        const candidates = some(3);
        const [a = '', b = '', c = ''] = await append(...candidates);
        const entries = await under.journal.get([c, '1-1', a, b]);
        const [first, second, third] = idsIn(candidates);
        expect(idsOf(entries)).toEqual([third, undefined, first, second]);
        expect(await under.journal.get([])).toEqual([]);
      });

      it('bounds an empty journal with nothing, and a filled one with its ends', async () => {
        const empty = await under.journal.bounds();
        expect(empty).toEqual({ epoch: expect.any(String), first: undefined, last: START });
        const positions = await append(...some(3));
        const filled = { epoch: empty.epoch, first: positions[0], last: positions[2] };
        expect(await under.journal.bounds()).toEqual(filled);
      });

      it('has an epoch that fits into an HTTP header', async () => {
        expect((await under.journal.bounds()).epoch).toMatch(/^[\x21-\x7e]{1,100}$/);
      });
    });

    describeJournalFeed(() => under);
  });
}
