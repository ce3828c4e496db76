// The running tails in memory.
import { addressKey } from '../../src/audience/chat-book.ts';
import type { Tail, Tails } from '../../src/tails/tail.ts';
import type { TailStore } from '../../src/tails/tail-store.ts';

export function createMemoryTailStore(): TailStore {
  const tails = new Map<string, Tail>();
  const key = ({ address, jobId, openedAt }: Tail) => `${addressKey(address)} ${openedAt} ${jobId}`;
  return {
    all: async () => [...tails.values()],
    current: async (tail) => tails.get(key(tail)),
    async put(tail) {
      tails.set(key(tail), tail);
    },
    async remove(tail) {
      tails.delete(key(tail));
    },
  };
}

/** Tails that are only listed; none of them shows anything. */
export function tailsOver(tails: Tail[]): Tails {
  return {
    async open(tail) {
      tails.push(tail);
      return 'opened';
    },
    running: async (address) =>
      tails.filter((tail) => addressKey(tail.address) === addressKey(address)),
    async pause(tail, isPaused) {
      const { paused: _paused, ...running } = tail;
      tails[tails.indexOf(tail)] = isPaused ? { ...running, paused: true } : running;
    },
    async shorten(tail, isShort) {
      const { times: _times, ...long } = tail;
      tails[tails.indexOf(tail)] = isShort ? { ...long, times: 'short' } : long;
    },
    async close(closed) {
      for (const tail of closed) tails.splice(tails.indexOf(tail), 1);
    },
  };
}
