import { expect, it } from 'vitest';
import { createTelegramTime } from '../../../src/telegram/handling/telegram-time.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';

const SAID = 'Sat, 28 Nov 2026 12:00:00 GMT';

it('is ours until Telegram has sent its time', () => {
  const clock = createManualClock();
  expect(createTelegramTime(clock).now()).toBe(clock.now());
});

it('continues from Telegram’s time, however our clock is set meanwhile', () => {
  let wall = 0;
  let monotonic = 5;
  const time = createTelegramTime({
    ...createManualClock(),
    now: () => wall,
    monotonic: () => monotonic,
  });
  time.observe(SAID);
  wall += 3_600_000;
  monotonic += 2_000;
  expect(time.now()).toBe(Date.parse(SAID) + 2_000);
});

it.each([null, '', 'yesterday'])('ignores %j', (date) => {
  const clock = createManualClock();
  const time = createTelegramTime(clock);
  time.observe(date);
  expect(time.now()).toBe(clock.now());
  time.observe(SAID);
  time.observe(date);
  expect(time.now()).toBe(Date.parse(SAID));
});
