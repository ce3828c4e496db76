// Taps on buttons that wait for the bot's answer.
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';

/** How long the bot may answer a tap, or as long as whoever tapped waits, if that is longer. */
const ANSWER_WITHIN_MS = 30_000;

export interface CallbackAnswer {
  /** Empty: the bot only ended the progress indicator. */
  readonly text: string;
  /** Shown as a dialog that must be closed, not as a toast. */
  readonly showAlert: boolean;
  readonly url?: string;
}

export interface Callbacks {
  /** A new tap; `answered` rejects with `unavailable` if no answer came within `timeoutMs`. */
  open(timeoutMs: number): { readonly id: string; readonly answered: Promise<CallbackAnswer> };
  /** False if the tap is unknown, too old or already answered. */
  answer(id: string, answer: CallbackAnswer): boolean;
}

export function createCallbacks({ clock }: { readonly clock: Clock }): Callbacks {
  const open = new Map<string, { until: number; resolve: (answer: CallbackAnswer) => void }>();
  let newest = 0;

  function dropExpired(): void {
    for (const [id, { until }] of open) if (clock.now() > until) open.delete(id);
  }

  return {
    open(timeoutMs) {
      dropExpired();
      newest += 1;
      const id = `${4_200_000_000_000_000 + newest}${Math.floor(clock.random() * 1000)}`;
      const answered = new Promise<CallbackAnswer>((resolve, reject) => {
        const cancel = clock.after(timeoutMs, () =>
          reject(new JobwireError('unavailable', `No answer to the tap within ${timeoutMs} ms.`)),
        );
        const settle = (answer: CallbackAnswer) => {
          cancel();
          resolve(answer);
        };
        const until = clock.now() + Math.max(ANSWER_WITHIN_MS, timeoutMs);
        open.set(id, { until, resolve: settle });
      });
      return { id, answered };
    },
    answer(id, answer) {
      dropExpired();
      const tap = open.get(id);
      if (tap === undefined) return false;
      open.delete(id);
      tap.resolve(answer);
      return true;
    },
  };
}
