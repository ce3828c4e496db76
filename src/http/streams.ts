// Event streams of one shape over the journal: opening one, and ending all of them in peace.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Journal, JournalFeed } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { createBroadcast, type Listeners } from './broadcast.ts';
import { deliverBatch, deliverHeartbeat } from './deliver-live.ts';
import type { View } from './event-filter.ts';
import { createFrames } from './frames.ts';
import { createInTurn } from './in-turn.ts';
import { type Beginning, join } from './join.ts';
import { createReader, gone, type Reader } from './reader.ts';
import { createReaders } from './readers.ts';
import type { StreamLimits } from './stream-limits.ts';
import { sendAway, takeOver, withinFlushTime } from './stream-reply.ts';
import type { StreamShape } from './stream-shape.ts';

export interface Streams {
  /** Takes the reply over; it never fails, since browsers do not come back after an error status. */
  open(reply: FastifyReply, view: View, beginning: Beginning): void;
  start(): void;
  /** Every stream gets a farewell and ends; new ones are sent away. */
  stop(): Promise<void>;
}

export interface StreamsDeps {
  readonly shape: StreamShape;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
}

const KEPT_BYTES = 8_388_608;

export function createStreams(deps: StreamsDeps): Streams {
  const { shape, journal, log, limits, clock } = deps;
  const readers = createReaders({ ...deps, shape: shape.name });
  const frames = createFrames({ ...deps, keptBytes: KEPT_BYTES });
  const live = { ...deps, readers, frames };
  const joining = { ...live, inTurn: createInTurn(limits.pagesAtOnce), onEpoch };
  const askEpoch = createAskEpoch(journal, onEpoch);
  let epoch = '';
  let open = true;

  const listeners: Listeners = {
    get size() {
      return readers.size;
    },
    deliver: (entries) => deliverBatch({ epoch, entries }, live),
    beat(last) {
      askEpoch();
      return deliverHeartbeat({ epoch, last }, live);
    },
    releaseAll: readers.releaseAll,
  };
  const broadcast = createBroadcast({ ...deps, listeners });

  function onEpoch(current: string): void {
    const known = epoch;
    epoch = current;
    if (known === current || known === '') return;
    log.warn({ epoch }, 'journal_replaced');
    readers.releaseAll('the journal was replaced; come back');
  }

  function admit(reader: Reader, beginning: Beginning): void {
    readers.add(reader);
    join(reader, beginning, joining).catch((error: unknown) => {
      log.warn({ shape: shape.name, reason: messageOf(error) }, 'stream_join_failed');
      readers.release(reader, 'the journal is away; come back');
    });
  }

  return {
    open(reply, view, beginning) {
      if (open && readers.size < limits.readers) {
        admit(createReader(takeOver(reply, 'close'), view), beginning);
      } else {
        sendAway(reply, 'too busy; come back', clock);
      }
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

/** Live entries do not tell of a new journal, so it is asked now and then; once at a time. */
function createAskEpoch(journal: Journal, onEpoch: (epoch: string) => void): () => void {
  let asking = false;
  const asked = () => {
    asking = false;
  };
  return () => {
    if (asking) return;
    asking = true;
    journal
      .bounds()
      .then(({ epoch }) => onEpoch(epoch))
      .then(asked, asked);
  };
}
