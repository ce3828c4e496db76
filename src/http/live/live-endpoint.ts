// The skeleton of every live endpoint: admission, delivery and the end of its readers. The transport opens
// connections, encodes and writes.
import type { Cancel } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import type { Caller } from '../access/auth.ts';
import { type BroadcastDeps, createBroadcast } from './broadcast.ts';
import type { EventSources } from './event-sources.ts';
import type { LiveCallers } from './live-callers.ts';
import type { LiveReader } from './live-reader.ts';
import type { Readers } from './readers.ts';

export interface LiveEndpoint<R extends LiveReader> {
  /** Why this caller can't be admitted now; `undefined` if they can. */
  refusal(caller: Caller): 'closing' | 'too_busy' | undefined;
  /** From now on the reader misses nothing, and it ends when its caller loses a right. */
  admit(reader: R, caller: Caller): void;
  start(): void;
  /** Ends every stream, cuts those that don't close in time, and refuses new ones. */
  stop(): Promise<void>;
}

interface Deps<R extends LiveReader> extends BroadcastDeps {
  readonly readers: Readers<R>;
  readonly sources: EventSources;
  /** Called when the event source goes up or down. */
  readonly onSource: (isUp: boolean) => void;
  readonly liveCallers: LiveCallers;
}

/** The time for slow readers to read the rest. */
const FLUSH_MS = 1_000;

export function createLiveEndpoint<R extends LiveReader>(deps: Deps<R>): LiveEndpoint<R> {
  const { readers, limits, clock, liveCallers } = deps;
  const broadcast = createBroadcast(deps);
  let accepting = true;
  let unsubscribe: Cancel = () => {};

  return {
    refusal(caller) {
      if (!accepting) return 'closing';
      const hasRoom = readers.size < limits.readers && liveCallers.hasRoom(caller);
      if (hasRoom) return undefined;
      readers.refused();
      return 'too_busy';
    },
    admit(reader, caller) {
      readers.add(reader);
      if (reader.state.kind === 'ended') return;
      const end = () => readers.end(reader, 'rights_changed');
      reader.connection.onClose(liveCallers.register(caller, end));
    },
    start() {
      broadcast.start();
      unsubscribe = deps.sources.onChange(deps.onSource);
    },
    async stop() {
      accepting = false;
      unsubscribe();
      await broadcast.stop();
      readers.endAll('closing');
      await withDeadline(readers.allClosed(), { ms: FLUSH_MS, clock });
      readers.destroyEnding();
    },
  };
}
