import { beforeEach, expect, it } from 'vitest';
import type { SendOutcome } from '../../../src/deliver/channel.ts';
import { watchChannel } from '../../../src/deliver/visits/telegram-pulse.ts';
import { createLogBook } from '../../helpers/log-book.ts';

const message = { body: { text: 'hi', spans: [] }, silent: true };
const AWAY: SendOutcome = { kind: 'unavailable', reason: '502' };

let noted: string[];
let known: boolean;
let outcome: SendOutcome;
let breakLog: boolean;
beforeEach(() => {
  noted = [];
  known = false;
  breakLog = false;
});

const channel = () =>
  watchChannel(
    { send: async () => outcome, edit: async () => outcome },
    {
      failingCalls: {
        async note(chatId) {
          if (breakLog) throw new Error('away');
          noted.push(`lost ${chatId}`);
        },
        clear: async () => void noted.push('clear'),
      },
      isFailing: () => known,
      log: createLogBook(),
    },
  );

it('records each call that Telegram did not accept', async () => {
  const watched = channel();
  for (const lost of [AWAY, { kind: 'unauthorized' }, { kind: 'unknown', reason: '' }] as const) {
    outcome = lost;
    expect(await watched.send({ chatId: 1 }, message)).toBe(lost);
  }
  await watched.edit({ chatId: 2 }, 7, message);
  expect(noted).toEqual(['lost 1', 'lost 1', 'lost 1', 'lost 2']);
});

it.each<SendOutcome>([
  { kind: 'sent', messageId: 1 },
  { kind: 'gone' },
  { kind: 'no-topic' },
  { kind: 'migrated', to: -1 },
  { kind: 'refused', reason: '' },
  { kind: 'unreachable', reason: '' },
  { kind: 'not-allowed', reason: '' },
])(
  'begins anew with any answer, $kind, but asks Redis for nothing while all is well',
  async (answer) => {
    const watched = channel();
    outcome = answer;
    await watched.send({ chatId: 1 }, message);
    expect(noted).toEqual([]);
    outcome = AWAY;
    await watched.send({ chatId: 1 }, message);
    outcome = answer;
    await watched.send({ chatId: 1 }, message);
    await watched.send({ chatId: 1 }, message);
    expect(noted).toEqual(['lost 1', 'clear']);
  },
);

it('ends what another replica noted', async () => {
  known = true;
  outcome = { kind: 'sent', messageId: 1 };
  await channel().send({ chatId: 1 }, message);
  expect(noted).toEqual(['clear']);
});

it('takes a flood for neither, and bears that nothing can be noted', async () => {
  const watched = channel();
  outcome = { kind: 'flood', retryAfterMs: 1_000 };
  await watched.send({ chatId: 1 }, message);
  breakLog = true;
  outcome = AWAY;
  expect(await watched.send({ chatId: 1 }, message)).toBe(AWAY);
  expect(noted).toEqual([]);
});
