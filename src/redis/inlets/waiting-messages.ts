// Published messages that wait until their stream was read to its end.
import type { RawMessage } from '../../dialects/dialect.ts';
import { type BatchWeight, countWithin } from './mailbox.ts';

interface Waiting {
  readonly message: RawMessage;
  /** The stream that its project has, where it names one. */
  readonly stream: string | undefined;
}

export interface WaitingMessages {
  readonly size: number;
  add(messages: readonly Waiting[]): void;
  /** Batches of those whose stream is not behind, in their order. They wait until `done` is called. */
  ready(isBehind: (stream: string) => boolean): (readonly RawMessage[])[];
  /** Those that were ready are taken in. Answers whether some had to be dropped, the first time it is so. */
  done(isBehind: (stream: string) => boolean): boolean;
}

interface Limits {
  readonly batch: BatchWeight;
  /** Those beyond are dropped: whoever publishes on the bus writes each into its stream as well. */
  readonly kept: BatchWeight;
}

const sizeOf = ({ message }: Waiting) => message.text.length;

export function createWaitingMessages({ batch, kept }: Limits): WaitingMessages {
  let waiting: readonly Waiting[] = [];
  let isOverflowing = false;

  return {
    get size() {
      return waiting.length;
    },
    add(messages) {
      waiting = [...waiting, ...messages];
    },
    ready(isBehind) {
      const ready = waiting.filter(({ stream }) => stream === undefined || !isBehind(stream));
      const batches: RawMessage[][] = [];
      for (let from = 0; from < ready.length; ) {
        const count = countWithin(ready, { from, atMost: batch, sizeOf });
        batches.push(ready.slice(from, from + count).map(({ message }) => message));
        from += count;
      }
      return batches;
    },
    done(isBehind) {
      const rest = waiting.filter(({ stream }) => stream !== undefined && isBehind(stream));
      waiting = rest.slice(0, countWithin(rest, { atMost: kept, sizeOf }));
      const wasOverflowing = isOverflowing;
      isOverflowing = rest.length > waiting.length || (wasOverflowing && rest.length > 0);
      return isOverflowing && !wasOverflowing;
    },
  };
}
