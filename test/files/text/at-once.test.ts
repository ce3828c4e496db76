import { describe, expect, it } from 'vitest';
import { forEachConcurrently } from '../../../src/files/text/for-each-concurrently.ts';

const items = Array.from({ length: 20 }, (_, n) => n);
const aMoment = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('many things to do', () => {
  it('are begun in order, as many at once as allowed, and all done', async () => {
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    await forEachConcurrently(items, 3, async (item) => {
      begun.push(item);
      running += 1;
      most = Math.max(most, running);
      await aMoment();
      running -= 1;
    });
    expect(begun).toEqual(items);
    expect([most, running]).toEqual([3, 0]);
  });

  it('fail only when nothing runs any more', async () => {
    let running = 0;
    const all = forEachConcurrently(items, 3, async (item) => {
      if (item === 1) throw new Error('one failed');
      running += 1;
      await aMoment();
      running -= 1;
    });
    await expect(all).rejects.toThrow('one failed');
    expect(running).toBe(0);
  });
});
