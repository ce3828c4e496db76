// A sender that knows Telegram's limits exactly and nothing else: no budget kept for answers, no way to Telegram.
import { TELEGRAM_LIMITS } from '../../src/simulator/api/flood.ts';

const MINUTE_MS = 60_000;

export interface Waiting {
  readonly chatId: number;
  /** From when on it may be sent. */
  readonly from: number;
}

/** When the last of them is sent, at the earliest. */
export function idealEnd(messages: readonly Waiting[]): number {
  const sent: number[] = [];
  const perChat = new Map<number, number[]>();
  const queue = [...messages].sort((one, other) => one.from - other.from);
  while (queue.length > 0) {
    const bot = botFree(sent);
    let [first, at] = [0, Number.POSITIVE_INFINITY];
    for (const [index, { chatId, from }] of queue.entries()) {
      const earliest = Math.max(from, chatFree(chatId, perChat.get(chatId) ?? []), bot);
      if (earliest >= at) continue;
      [first, at] = [index, earliest];
      if (at <= bot) break;
    }
    const [{ chatId } = { chatId: 0 }] = queue.splice(first, 1);
    perChat.set(chatId, [...(perChat.get(chatId) ?? []), at]);
    sent.push(at);
  }
  return Math.max(...sent);
}

function botFree(sent: readonly number[]): number {
  const first = sent.at(-TELEGRAM_LIMITS.botPerSecond);
  return first === undefined ? 0 : first + 1_000;
}

function chatFree(chatId: number, sent: readonly number[]): number {
  if (chatId < 0) {
    const first = sent.at(-TELEGRAM_LIMITS.groupPerMinute);
    return first === undefined ? 0 : first + MINUTE_MS;
  }
  // A bucket: the level after each call that was made.
  const { privateBurst: size, privatePerSecond } = TELEGRAM_LIMITS;
  let [level, filledAt] = [size, sent[0] ?? 0];
  for (const at of sent) {
    level = Math.min(size, level + ((at - filledAt) / 1_000) * privatePerSecond) - 1;
    filledAt = at;
  }
  return sent.length === 0 || level >= 1 ? 0 : filledAt + ((1 - level) / privatePerSecond) * 1_000;
}
