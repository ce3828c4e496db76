// Publishes everything that happens in the world, and wakes those who wait for something.
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Call } from './calls.ts';
import type { ActiveFault } from './faults.ts';
import type { Person, SimChat, SimMessage } from './model.ts';

export type Change =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'chat'; readonly chat: SimChat }
  | { readonly kind: 'message'; readonly message: SimMessage }
  | {
      readonly kind: 'message-gone';
      readonly chatId: number;
      readonly messageIds: readonly number[];
    }
  | { readonly kind: 'action'; readonly chatId: number; readonly action: string }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'faults'; readonly faults: readonly ActiveFault[] }
  | { readonly kind: 'commands' };

export interface Changes {
  publish(change: Change): void;
  /** Calls `listener` at every change; the returned function ends it. */
  follow(listener: (change: Change) => void): () => void;
  /**
   * Resolves with the first value of `look` that is neither undefined, null nor false; it is called
   * now and after every change. Rejects with JobwireError `unavailable` after `timeoutMs`, with the
   * text of `describe`.
   */
  waitFor<T>(
    look: () => T | undefined | null | false,
    options: { timeoutMs: number; describe: () => string },
  ): Promise<T>;
}

export function createChanges({ clock }: { readonly clock: Clock }): Changes {
  const listeners = new Set<(change: Change) => void>();

  function follow(listener: (change: Change) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    publish(change) {
      for (const listener of [...listeners]) listener(change);
    },
    follow,
    waitFor(look, { timeoutMs, describe }) {
      return new Promise((resolve, reject) => {
        let asked = false;
        const stop = () => {
          unfollow();
          cancel();
        };
        const ask = () => {
          asked = false;
          try {
            const found = look();
            if (found === undefined || found === null || found === false) return;
            stop();
            resolve(found);
          } catch (error) {
            stop();
            reject(error);
          }
        };
        const unfollow = follow(() => {
          if (asked) return;
          asked = true;
          queueMicrotask(ask);
        });
        const cancel = clock.after(timeoutMs, () => {
          unfollow();
          reject(new JobwireError('unavailable', `Not within ${timeoutMs} ms. ${describe()}`));
        });
        ask();
      });
    },
  };
}
