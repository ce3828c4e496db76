// What the tests wait with: it has to fail soon, and to say why.
import { expect, it } from 'vitest';
import { inTime, waitUntil } from '../helpers/wait.ts';

const patienceMs = 30;

it('that nothing comes is said soon, with what was waited for and what there was', async () => {
  const [seen, never] = [['a', 'b'], new Promise(() => {})];
  const options = { patienceMs, saw: () => seen };
  await expect(waitUntil(() => seen.length > 2, options)).rejects.toThrow(
    'waited for () => seen.length > 2; there was ["a","b"]',
  );
  await expect(inTime(never, 'the end', options)).rejects.toThrow(
    'waited for the end; there was ["a","b"]',
  );
});

it('goes on while what there is changes', async () => {
  let count = 0;
  const options = { patienceMs, saw: () => Math.floor(count / 2) };
  await waitUntil(() => ++count > 20, options);
  expect(count).toBe(21);
});

it('answers what comes, and fails as that does', async () => {
  expect(await inTime(Promise.resolve(7), 'seven', { patienceMs })).toBe(7);
  await expect(inTime(Promise.reject(new Error('no')), 'it', { patienceMs })).rejects.toThrow('no');
});
