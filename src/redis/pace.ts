// Keeps deliver/pace in Redis. About 1 call a second to a chat with short bursts, 20 a minute to a
// group, and a number a second for the bot (core.telegram.org/bots/faq, "My bot is hitting limits").
import type { Redis } from 'ioredis';
import type { Pace, Urgency } from '../deliver/pace.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';

const PRIVATE_INTERVAL_MS = 1_000;
/** 3 at once and then one each 3.5 s are at most 20 in any minute. */
const GROUP_INTERVAL_MS = 3_500;
const BURST: Record<'private' | 'group', Record<Urgency, number>> = {
  private: { urgent: 4, news: 2, live: 1 },
  group: { urgent: 3, news: 2, live: 1 },
};
/** Share of the bot's calls that is kept free for what is urgent. */
const URGENT_SHARE = 0.1;
/** 429s of two chats within this time speak for the bot. */
const BOT_FLOOD_MS = 5_000;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Bot API calls a second, for all chats and replicas together. */
  readonly callsPerSecond: number;
}

export function createPace({ redis, keys, callsPerSecond }: Deps): Pace {
  const ask = loadScript('base', 'pace');
  const flood = loadScript('base', 'flood');
  const newsLimit = Math.max(1, Math.floor(callsPerSecond * (1 - URGENT_SHARE)));

  return {
    async take(chatId, urgency) {
      const kind = chatId < 0 ? 'group' : 'private';
      const waitMs = await ask(redis, {
        keys: [keys.journal],
        args: [
          keys.prefix,
          chatId,
          kind === 'group' ? GROUP_INTERVAL_MS : PRIVATE_INTERVAL_MS,
          BURST[kind][urgency],
          urgency === 'urgent' ? callsPerSecond : newsLimit,
        ],
      });
      return waitMs === 0 ? { kind: 'go' } : { kind: 'wait', ms: Number(waitMs) };
    },
    async flooded(chatId, retryAfterMs) {
      const whole = Math.max(1, Math.ceil(retryAfterMs));
      const args = [keys.prefix, chatId, whole, BOT_FLOOD_MS];
      return (await flood(redis, { keys: [keys.journal], args })) === 'bot' ? 'bot' : 'chat';
    },
  };
}
