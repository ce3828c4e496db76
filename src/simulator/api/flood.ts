// Telegram's rate limits, as far as they are known: sends and edits share them.
import type { Clock } from '../../runtime/clock.ts';
import { refuse } from '../protocol/refusal.ts';
import type { SimChat } from '../world/model.ts';

export interface FloodLimits {
  /** Calls of the bot in any second. */
  readonly botPerSecond: number;
  /** Refill of a private chat's bucket. */
  readonly privatePerSecond: number;
  /** Size of that bucket. */
  readonly privateBurst: number;
  /** Calls to one group in any 60 seconds. */
  readonly groupPerMinute: number;
}

export const TELEGRAM_LIMITS: FloodLimits = {
  botPerSecond: 30,
  privatePerSecond: 1,
  privateBurst: 5,
  groupPerMinute: 20,
};

export interface Flood {
  /** Counts one send or edit; refuses it with 429 and `retry_after` if it exceeds a limit. */
  count(chat: SimChat): void;
}

interface Deps {
  readonly clock: Clock;
  readonly limits: Partial<FloodLimits> | 'off';
}

export function createFlood({ clock, limits }: Deps): Flood {
  if (limits === 'off') return { count: () => {} };
  const full: FloodLimits = { ...TELEGRAM_LIMITS, ...limits };
  const bot = createSliding(full.botPerSecond, 1_000);
  const chats = new Map<number, Budget>();
  /** Until when a chat, or the bot (0), must wait; earlier calls are refused. */
  const locks = new Map<number, number>();

  function budgetOf(chat: SimChat): Budget {
    const found = chats.get(chat.id);
    if (found !== undefined) return found;
    const fresh =
      chat.kind === 'private'
        ? createBucket(full.privateBurst, full.privatePerSecond / 1_000)
        : createSliding(full.groupPerMinute, 60_000);
    chats.set(chat.id, fresh);
    return fresh;
  }

  function waitMs(key: number, budget: Budget): number {
    const now = clock.monotonic();
    const locked = (locks.get(key) ?? 0) - now;
    if (locked > 0) return locked;
    const wait = budget.waitMs(now);
    if (wait > 0) locks.set(key, now + Math.ceil(wait / 1_000) * 1_000);
    return wait;
  }

  return {
    count(chat) {
      const budget = budgetOf(chat);
      const wait = Math.max(waitMs(0, bot), waitMs(chat.id, budget));
      if (wait > 0) refuseFlood(Math.ceil(wait / 1_000));
      const now = clock.monotonic();
      bot.spend(now);
      budget.spend(now);
    },
  };
}

/** Throws Telegram's 429. */
export function refuseFlood(retryAfter: number): never {
  return refuse(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
}

interface Budget {
  /** Milliseconds until one more fits; 0: now. */
  waitMs(now: number): number;
  spend(now: number): void;
}

/** Tolerance for sums of fractional refills. */
const ROUNDING = 1e-6;

function createBucket(size: number, refillPerMs: number): Budget {
  let level = size;
  let filledAt: number | undefined;
  function fill(now: number): void {
    level = Math.min(size, level + (now - (filledAt ?? now)) * refillPerMs);
    filledAt = now;
  }
  return {
    waitMs(now) {
      fill(now);
      return level > 1 - ROUNDING ? 0 : (1 - level) / refillPerMs;
    },
    spend(now) {
      fill(now);
      level -= 1;
    },
  };
}

function createSliding(max: number, windowMs: number): Budget {
  const spent: number[] = [];
  return {
    waitMs(now) {
      while (spent[0] !== undefined && spent[0] <= now - windowMs) spent.shift();
      const oldest = spent[0];
      return oldest === undefined || spent.length < max ? 0 : oldest + windowMs - now;
    },
    spend: (now) => void spent.push(now),
  };
}
