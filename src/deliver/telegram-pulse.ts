// Whether Telegram takes anything: what became of the calls of this replica, seen from beside the channel.
import type { Clock } from '../clock.ts';
import type { FailingCalls } from '../runtime/judge-sending.ts';
import type { Channel, SendOutcome } from './channel.ts';

export interface TelegramPulse {
  /** The same channel, of which each outcome is noted. */
  watch(channel: Channel): Channel;
  /** Calls in a row that Telegram did not take, for whatever chat; absent: the last one it answered. */
  failing(): FailingCalls | undefined;
}

type Meaning = 'answered' | 'lost' | 'nothing';

export function createTelegramPulse(clock: Pick<Clock, 'monotonic'>): TelegramPulse {
  const chats = new Set<number>();
  let calls = 0;
  let [firstAt, lastAt] = [0, 0];

  function note(chatId: number, outcome: SendOutcome): void {
    const meaning = MEANING[outcome.kind];
    if (meaning === 'nothing') return;
    if (meaning === 'answered') {
      calls = 0;
      chats.clear();
      return;
    }
    lastAt = clock.monotonic();
    if (calls === 0) firstAt = lastAt;
    calls += 1;
    chats.add(chatId);
  }

  return {
    watch: (channel) => ({
      async send(address, message) {
        const outcome = await channel.send(address, message);
        note(address.chatId, outcome);
        return outcome;
      },
      async edit(address, messageId, message) {
        const outcome = await channel.edit(address, messageId, message);
        note(address.chatId, outcome);
        return outcome;
      },
    }),
    failing() {
      if (calls === 0) return undefined;
      const now = clock.monotonic();
      return { calls, chats: chats.size, sinceMs: now - firstAt, lastMs: now - lastAt };
    },
  };
}

/** A refusal is an answer too. A flood says nothing: Telegram is there and wants peace. */
const MEANING: Readonly<Record<SendOutcome['kind'], Meaning>> = {
  sent: 'answered',
  refused: 'answered',
  gone: 'answered',
  migrated: 'answered',
  unreachable: 'answered',
  'not-allowed': 'answered',
  'no-topic': 'answered',
  flood: 'nothing',
  unavailable: 'lost',
  unknown: 'lost',
  unauthorized: 'lost',
};
