// Messages to try again, in memory, with the faults that a test wants.
import type { RawMessage } from '../../src/dialects/dialect.ts';
import type { RetryStore } from '../../src/intake/retry-store.ts';
import type { Journal } from '../../src/journal/journal.ts';

export interface MemoryRetries extends RetryStore {
  /** The journal; what is to be tried again of a batch comes here. */
  over<J extends Pick<Journal, 'append'>>(journal: J): J;
  messages(): RawMessage[];
  /** The next `count` calls of `drop` fail. */
  failDrops(count: number): void;
  /** As if each had been tried so often. */
  pretendAttempts(count: number): void;
}

interface Kept {
  readonly message: RawMessage;
  attempts: number;
  dueAt: number;
}

const HOLD_MS = 10_000;
const MAX_PAUSE_MS = 60_000;

export function createMemoryRetries(now: () => number): MemoryRetries {
  const kept = new Map<string, Kept>();
  let failures = 0;
  return {
    over: (journal) => ({
      ...journal,
      async append(batch) {
        const result = await journal.append(batch);
        if (result.kind === 'moved') return result;
        for (const { id, message, dueAt } of batch.again ?? []) {
          kept.set(id, { message: JSON.parse(message) as RawMessage, attempts: 1, dueAt });
        }
        return result;
      },
    }),
    messages: () => [...kept.values()].map(({ message }) => message),
    failDrops(count) {
      failures = count;
    },
    pretendAttempts(count) {
      for (const one of kept.values()) one.attempts = count;
    },
    async claim() {
      // What waits for longer than anything has to was put off by a wrong clock.
      const isDue = (dueAt: number) => dueAt <= now() || dueAt > now() + MAX_PAUSE_MS;
      const due = [...kept].filter(([, { dueAt }]) => isDue(dueAt));
      const [next] = due.sort(([, a], [, b]) => a.dueAt - b.dueAt);
      if (next === undefined) return undefined;
      const [id, one] = next;
      one.dueAt = now() + HOLD_MS;
      one.attempts += 1;
      return { id, message: one.message, attempts: one.attempts };
    },
    async postpone(id, ms) {
      const one = kept.get(id);
      if (one !== undefined) one.dueAt = now() + ms;
    },
    async drop(id) {
      if (failures > 0) {
        failures -= 1;
        throw new Error('Redis is away');
      }
      kept.delete(id);
    },
  };
}
