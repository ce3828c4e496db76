// Event streams of one shape over the journal: opening one, and ending all of them in peace.
import type { FastifyReply } from 'fastify';
import type { Journal, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import type { View } from '../access/event-filter.ts';
import { createInTurn } from '../pacing/in-turn.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { createFrames } from '../sse/frames.ts';
import { createReader, gone, type Reader } from '../sse/reader.ts';
import { createReaders } from '../sse/readers.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';
import { sendAway, takeOver, withinFlushTime } from '../sse/stream-reply.ts';
import type { StreamShape } from '../sse/stream-shape.ts';
import { createBroadcast, type Listeners } from './broadcast.ts';
import { deliverBatch, deliverHeartbeat } from './deliver-live.ts';
import { type JoinStart, joinStream } from './join.ts';
import { type LiveCallers, RIGHTS_ENDED } from './live-callers.ts';

export interface Streams {
  /** Takes the reply over; it never fails, since browsers do not come back after an error status. */
  open(reply: FastifyReply, reading: StreamRequest, beginning: JoinStart): void;
  start(): void;
  /** Every stream gets a farewell and ends; new ones are sent away. */
  stop(): Promise<void>;
}

export interface StreamRequest {
  readonly caller: Caller;
  readonly view: View;
}

export interface StreamsDeps {
  readonly shape: StreamShape;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly cursorsOf: CursorsOf;
  readonly liveCallers: LiveCallers;
}

const KEPT_BYTES = 8_388_608;

export function createStreams(deps: StreamsDeps): Streams {
  const { shape, log, limits, clock, liveCallers } = deps;
  const readers = createReaders({ ...deps, shape: shape.name });
  const frames = createFrames({ ...deps, keptBytes: KEPT_BYTES });
  const cursors = createCurrentCursors((epoch) => {
    log.warn({ epoch }, 'journal_replaced');
    readers.releaseAll('the journal was replaced; come back');
  });
  const live = { ...deps, readers, frames, cursors: cursors.get };
  const inTurn = createInTurn(limits.pagesAtOnce);
  const joining = { ...live, inTurn, onCursors: cursors.set };
  const askEpoch = createAskEpoch(deps, cursors.set);
  let open = true;

  const listeners: Listeners = {
    get size() {
      return readers.size;
    },
    deliver: (entries) => deliverBatch(entries, live),
    beat(last) {
      askEpoch();
      return deliverHeartbeat(last, live);
    },
    releaseAll: readers.releaseAll,
  };
  const broadcast = createBroadcast({ ...deps, listeners });

  function admit(reader: Reader, beginning: JoinStart): void {
    readers.add(reader);
    joinStream(reader, beginning, joining).catch((error: unknown) => {
      log.warn({ shape: shape.name, reason: messageOf(error) }, 'stream_join_failed');
      readers.release(reader, 'the journal is away; come back');
    });
  }

  return {
    open(reply, { caller, view }, beginning) {
      if (!open || readers.size >= limits.readers || !liveCallers.hasRoom(caller)) {
        sendAway(reply, 'too busy; come back', clock);
        return;
      }
      const reader = createReader(takeOver(reply, 'close'), view);
      admit(reader, beginning);
      const forget = liveCallers.register(caller, () => readers.release(reader, RIGHTS_ENDED));
      if (reader.closed) forget();
      else reader.out.once('close', forget);
    },
    start: broadcast.start,
    async stop() {
      open = false;
      await broadcast.stop();
      const leaving = readers.releaseAll('closing; come back and resume');
      await withinFlushTime(leaving.map(gone), clock);
    },
  };
}

/** Those of the journal that was looked at last. */
function createCurrentCursors(onReplaced: (epoch: string) => void) {
  let cursors: Cursors | undefined;
  return {
    /** Whoever is live has looked at the journal before. */
    get(): Cursors {
      if (cursors !== undefined) return cursors;
      throw new JobwireError('bug', 'a reader is live before its journal is known');
    },
    set(current: Cursors): void {
      const known = cursors;
      cursors = current;
      if (known !== undefined && known.epoch !== current.epoch) onReplaced(current.epoch);
    },
  };
}

/** Live entries do not tell of a new journal, so it is asked now and then; once at a time. */
function createAskEpoch(
  { journal, cursorsOf }: Pick<StreamsDeps, 'journal' | 'cursorsOf'>,
  onCursors: (cursors: Cursors) => void,
): () => void {
  let asking = false;
  const asked = () => {
    asking = false;
  };
  return () => {
    if (asking) return;
    asking = true;
    journal
      .bounds()
      .then(({ epoch }) => cursorsOf(epoch))
      .then(onCursors)
      .then(asked, asked);
  };
}
