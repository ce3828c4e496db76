// Keeps deliver/pace in Redis: redis/pace/pace.lua, with the limits that are here. About 1 call a second to a chat
// with short bursts, 20 a minute to a group, and a number a second for the bot
// (core.telegram.org/bots/faq, "My bot is hitting limits").
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Pace } from '../../deliver/pace.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';

/** `live`: changes of tails and cards. `full`: alerts that fill a message. */
type PerClass = Readonly<Record<'urgent' | 'full' | 'alerts' | 'news' | 'live', number>>;

export interface PaceLimits {
  /** Calls of the bot in any second, and those after which news wait where anything urgent came lately: a tenth is kept. */
  readonly perSecond: number;
  readonly newsPerSecond: number;
  readonly private: { readonly intervalMs: number; readonly burst: PerClass };
  readonly group: {
    /** At most `calls` in any window; after `newsCalls` news wait. */
    readonly windowMs: number;
    readonly calls: number;
    readonly newsCalls: number;
    readonly newsIntervalMs: number;
    readonly burst: PerClass;
  };
}

const URGENT_SHARE = 0.1;

export function paceLimits(callsPerSecond: number): PaceLimits {
  return {
    perSecond: callsPerSecond,
    newsPerSecond: Math.max(1, Math.floor(callsPerSecond * (1 - URGENT_SHARE))),
    private: { intervalMs: 1_000, burst: { urgent: 4, full: 3, alerts: 3, news: 2, live: 1 } },
    group: {
      // A minute, and what two calls may differ in their way to Telegram.
      windowMs: 61_000,
      calls: 20,
      newsCalls: 15,
      // 2 at once and then one each 4.4 s are 15 in a window: no silence after a burst. Alerts may spend more at once.
      newsIntervalMs: 4_400,
      burst: { urgent: 20, full: 15, alerts: 4, news: 2, live: 1 },
    },
  };
}

/** 429s of two chats within this time count for the bot. */
const BOT_FLOOD_MS = 5_000;
/** Nobody can tell for sure that they do. */
const MAX_BOT_PAUSE_MS = 60_000;

interface Flood {
  readonly chat: string;
  readonly waitMs: number;
  readonly botFloodMs: number;
  readonly maxBotPauseMs: number;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
}

export function createPace({ redis, keys }: Deps): Pace {
  const flood = loadScript<Flood, 'chat' | 'bot'>(
    new URL('./flood.lua', import.meta.url),
    z.enum(['chat', 'bot']),
  );
  return {
    async flooded(chatId, retryAfterMs) {
      const whole = Math.max(1, Math.ceil(retryAfterMs));
      const limits = { botFloodMs: BOT_FLOOD_MS, maxBotPauseMs: MAX_BOT_PAUSE_MS };
      return flood(redis, { keys, values: { chat: String(chatId), waitMs: whole, ...limits } });
    },
  };
}
