import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';

const DAY_MS = 86_400_000;
const waits: [string, (ms: number, run: () => void) => unknown][] = [
  ['after', systemClock.after],
  ['sleep', (ms, run) => systemClock.sleep(ms).then(run)],
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each(
  waits.flatMap(([name, wait]) => [1, 24, 25, 26, 50, 365].map((days) => ({ name, wait, days }))),
)('$name waits $days days, and no longer', async ({ wait, days }) => {
  const fired = vi.fn();
  wait(days * DAY_MS, fired);
  await vi.advanceTimersByTimeAsync(days * DAY_MS - 1);
  expect(fired).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(fired).toHaveBeenCalledOnce();
});

it('a wait for ever never ends', async () => {
  const fired = vi.fn();
  for (const [, wait] of waits) wait(Number.POSITIVE_INFINITY, fired);
  await vi.advanceTimersByTimeAsync(400 * DAY_MS);
  expect(fired).not.toHaveBeenCalled();
});

it('a long wait can be canceled at any time', async () => {
  const fired = vi.fn();
  const cancel = systemClock.after(60 * DAY_MS, fired);
  const over = new AbortController();
  const slept = systemClock.sleep(60 * DAY_MS, over.signal);
  await vi.advanceTimersByTimeAsync(30 * DAY_MS);
  cancel();
  over.abort();
  await slept;
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60 * DAY_MS);
  expect(fired).not.toHaveBeenCalled();
});
