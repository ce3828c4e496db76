import { describe, expect, it } from 'vitest';
import { createLanes } from '../../src/runtime/lanes.ts';

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('lanes', () => {
  it('run work of one key in order and of another key beside it', async () => {
    const lanes = createLanes();
    const { open, opened } = gate();
    const done: string[] = [];
    const first = lanes.run('a', async () => {
      await opened;
      done.push('a1');
    });
    const second = lanes.run('a', async () => done.push('a2'));
    await lanes.run('b', async () => done.push('b1'));
    expect(done).toEqual(['b1']);
    open();
    await Promise.all([first, second]);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on behind work that failed', async () => {
    const lanes = createLanes();
    const failed = lanes.run('a', () => Promise.reject(new Error('no')));
    const next = lanes.run('a', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
