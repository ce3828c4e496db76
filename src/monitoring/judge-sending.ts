// Whether due messages get sent: chats are visited, and Telegram accepts messages. Pauses, by Telegram or by us, move
// the time at which a chat is due, so lateness is beyond them.
import type { FailingCalls, SystemState } from '../runtime/system-state.ts';
import { FINE, failing, noteworthy, seconds, type Verdict } from './verdict.ts';

const MAX_LATE_MS = 10_000;
/** How long the same chat may be the latest: if nobody visits it, or if a visit hangs. */
const MAX_UNVISITED_MS = 8_000;
const MAX_VISITED_MS = 60_000;
/** Consecutive failures that are no longer accidental: to several chats, or to a single one for a while. */
const MAX_CALLS = 3;
const MAX_CALLS_TO_ONE = 4;
const MIN_SINCE_MS = 5_000;

export interface SendingJudge {
  /** `elapsedMs`: time since the last call during which this process was running. */
  judge(seen: Seen, elapsedMs: number): Verdict;
}

type Seen = Pick<SystemState, 'sending' | 'putAside' | 'failing'>;

export function createSendingJudge(): SendingJudge {
  let last: { readonly chatId: string; readonly lateMs: number } | undefined;
  let stuckMs = 0;

  function noteLate({ latest, lateMs }: SystemState['sending'], elapsedMs: number): void {
    const isSame =
      latest !== undefined && latest.chatId === last?.chatId && lateMs > last.lateMs && lateMs > 0;
    stuckMs = isSame ? stuckMs + elapsedMs : 0;
    last = latest === undefined ? undefined : { chatId: latest.chatId, lateMs };
  }

  return {
    judge({ sending, putAside, failing: calls }, elapsedMs) {
      noteLate(sending, elapsedMs);
      if (calls !== undefined && isPersistent(calls)) return nothingAccepted(calls);
      const limit = sending.latest?.isVisited === true ? MAX_VISITED_MS : MAX_UNVISITED_MS;
      if (sending.lateMs >= MAX_LATE_MS && stuckMs >= limit) return late(sending);
      return aside(putAside);
    },
  };
}

function isPersistent({ calls, chats, sinceMs }: FailingCalls): boolean {
  if (chats > 1) return calls >= MAX_CALLS;
  return calls >= MAX_CALLS_TO_ONE && sinceMs >= MIN_SINCE_MS;
}

function nothingAccepted({ calls, sinceMs }: FailingCalls): Verdict {
  const args = { count: calls, seconds: seconds(sinceMs) };
  const text = `Telegram has accepted none of the last ${calls} messages, for ${args.seconds} s`;
  return failing({ code: 'sending-not-taken', args, text });
}

function late({ lateMs, chats }: SystemState['sending']): Verdict {
  const args = { seconds: seconds(lateMs), chats };
  const text = `due messages are not sent: the oldest of ${chats} chats is ${args.seconds} s late`;
  return failing({ code: 'sending-late', args, text });
}

function aside({ chats, items, messages }: SystemState['putAside']): Verdict {
  const count = Object.values(items).reduce((sum, one) => sum + one, 0);
  if (count === 0 && messages === 0) return FINE;
  const args = { ...(count > 0 ? { count, chats } : {}), ...(messages > 0 ? { messages } : {}) };
  const parts = [
    ...(count > 0 ? [`${count} messages for ${chats} chats could not be sent yet`] : []),
    ...(messages > 0 ? [`${messages} messages of sources could not be handled yet`] : []),
  ];
  const text = `${parts.join('; ')}; retrying with growing pauses`;
  return noteworthy({ code: 'put-aside', args, text });
}
