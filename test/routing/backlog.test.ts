import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createBacklog } from '../../src/routing/backlog.ts';
import type { StoredEntry } from '../../src/routing/route-store.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { anEvent } from '../helpers/events.ts';

const MEGABYTE = 1_048_576;

/** A journal whose entries have so many bytes; it notes how much was asked of it. */
function journalOf(sizes: readonly number[]) {
  const all = sizes.map((size, at): StoredEntry => {
    const text = JSON.stringify(anEvent({ id: `e${at}` }));
    return { position: `${at + 1}-0`, text: text.padEnd(size, ' ') };
  });
  const after = (position: string) =>
    all.slice(all.findIndex((entry) => entry.position === position) + 1);
  const asked = { kept: 0, most: 0, waits: 0 };
  return {
    all,
    asked,
    async read(position: string, maxBytes: number): Promise<StoredEntry[]> {
      const found: StoredEntry[] = [];
      let bytes = 0;
      for (const entry of after(position).slice(0, 1_000)) {
        bytes += entry.text.length;
        if (found.length > 0 && bytes > maxBytes) break;
        found.push(entry);
      }
      return found;
    },
    async waitForEntry(position: string): Promise<StoredEntry[]> {
      asked.waits += 1;
      return after(position).slice(0, 1);
    },
  };
}

describe('the backlog of the router', () => {
  test.prop(
    [
      fc.array(fc.constantFrom(300, 400, 5_000, MEGABYTE), { minLength: 20, maxLength: 60 }),
      fc.infiniteStream(fc.constantFrom(1, 2, 10, 1_000)),
    ],
    { numRuns: 40 },
  )('gives every entry once, in order, and keeps no more than 4 MB', async (sizes, steps) => {
    const journal = journalOf(sizes);
    const lengths = new Map(journal.all.map(({ position, text }) => [position, text.length]));
    let held = 0;
    const counting = {
      ...journal,
      read: async (position: string, maxBytes: number) => {
        const found = await journal.read(position, maxBytes);
        held += found.reduce((sum, { text }) => sum + text.length, 0);
        expect(held).toBeLessThanOrEqual(4 * MEGABYTE);
        return found;
      },
    };
    const backlog = createBacklog('0-0', { store: counting, clock: systemClock });
    const seen: string[] = [];
    for (const size of steps) {
      const entries = await backlog.next(size);
      if (entries.length === 0) break;
      expect(entries.length).toBeLessThanOrEqual(size);
      // A step may take fewer than it looked at.
      const count = Math.ceil(entries.length / 4);
      for (const { position } of entries.slice(0, count)) {
        seen.push(position);
        held -= lengths.get(position) ?? 0;
      }
      backlog.drop(count);
      await backlog.readAhead();
      expect(backlog.position).toBe(seen.at(-1));
    }
    expect(seen).toEqual(journal.all.map(({ position }) => position));
  });

  it('waits only if there is nothing to read', async () => {
    const journal = journalOf([300, 300]);
    const backlog = createBacklog('0-0', { store: journal, clock: systemClock });
    backlog.drop((await backlog.next(10)).length);
    expect(journal.asked.waits).toBe(0);
    expect(await backlog.next(10)).toEqual([]);
    expect(journal.asked.waits).toBe(1);
  });

  it('reports why an entry is no JSON, and goes on after it', async () => {
    const journal = journalOf([300, 300]);
    journal.all.splice(1, 0, { position: '1-1', text: '{"id":' });
    const backlog = createBacklog('0-0', { store: journal, clock: systemClock });
    const entries = await backlog.next(10);
    expect(entries.map(({ kind, position }) => [kind, position])).toEqual([
      ['event', '1-0'],
      ['unreadable', '1-1'],
      ['event', '2-0'],
    ]);
  });
});
