import { expect, it } from 'vitest';
import type { SendOutcome } from '../../src/deliver/channel.ts';
import { createTelegramPulse } from '../../src/deliver/telegram-pulse.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const message = { body: { text: 'hi', spans: [] }, silent: true };
const lost: SendOutcome = { kind: 'unavailable', reason: '502' };

function kit() {
  const clock = createManualClock();
  const pulse = createTelegramPulse(clock);
  let outcome: SendOutcome = lost;
  const channel = pulse.watch({ send: async () => outcome, edit: async () => outcome });
  return {
    pulse,
    clock,
    async send(chatId: number, given: SendOutcome) {
      outcome = given;
      expect(await channel.send({ chatId }, message)).toBe(given);
    },
    async edit(chatId: number, given: SendOutcome) {
      outcome = given;
      expect(await channel.edit({ chatId }, 7, message)).toBe(given);
    },
  };
}

it('counts calls in a row that Telegram did not take, and the chats they were for', async () => {
  const { pulse, clock, send, edit } = kit();
  expect(pulse.failing()).toBeUndefined();
  await send(1, lost);
  await clock.advance(3_000);
  await edit(2, { kind: 'unauthorized' });
  await send(2, { kind: 'unknown', reason: 'timeout' });
  await clock.advance(500);
  expect(pulse.failing()).toEqual({ calls: 3, chats: 2, sinceMs: 3_500, lastMs: 500 });
});

it.each<SendOutcome>([
  { kind: 'sent', messageId: 1 },
  { kind: 'gone' },
  { kind: 'no-topic' },
  { kind: 'migrated', to: -1 },
  { kind: 'refused', reason: '' },
  { kind: 'unreachable', reason: '' },
  { kind: 'not-allowed', reason: '' },
])('begins anew with any answer: $kind', async (answer) => {
  const { pulse, send } = kit();
  await send(1, lost);
  await send(1, answer);
  expect(pulse.failing()).toBeUndefined();
});

it('takes a flood for neither', async () => {
  const { pulse, send } = kit();
  await send(1, lost);
  await send(1, { kind: 'flood', retryAfterMs: 1_000 });
  expect(pulse.failing()?.calls).toBe(1);
});
