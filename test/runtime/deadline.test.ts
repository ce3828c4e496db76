import { expect, it } from 'vitest';
import { withDeadline } from '../../src/runtime/deadline.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const never = new Promise<string>(() => {});

it('waits no longer than it is told, and leaves no timer', async () => {
  const clock = createManualClock();
  const late = withDeadline(never, { ms: 1_000, clock });
  await clock.advance(1_000);
  expect(await late).toBeUndefined();
  expect(await withDeadline(Promise.resolve('in time'), { ms: 1_000, clock })).toBe('in time');
  expect(clock.pending).toBe(0);
});

it.each(['before', 'meanwhile'])('waits for nobody who gave up %s', async (when) => {
  const clock = createManualClock();
  const giving = new AbortController();
  if (when === 'before') giving.abort();
  const waiting = withDeadline(never, { ms: 1_000, clock, signal: giving.signal });
  giving.abort();
  expect(await waiting).toBeUndefined();
  expect(clock.pending).toBe(0);
});
