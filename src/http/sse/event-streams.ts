// Event streams of one shape over the journal: opening one, and ending all of them cleanly.
import type { FastifyReply } from 'fastify';
import type { Journal, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import type { View } from '../access/event-filter.ts';
import type { EventSources } from '../live/event-sources.ts';
import type { LiveCallers } from '../live/live-callers.ts';
import { createLiveEndpoint } from '../live/live-endpoint.ts';
import { createLiveReader } from '../live/live-reader.ts';
import { createReaders } from '../live/readers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import { createTaskLimiter } from '../pacing/task-limiter.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { deliverBatch, deliverHeartbeat } from './delivery.ts';
import { createFrames } from './frames.ts';
import { type JoinStart, joinStream } from './join.ts';
import {
  createSseConnection,
  type EndTexts,
  mayOpen,
  SHARED_END_TEXTS,
  startStream,
} from './sse-connection.ts';
import type { SseEnd, SseReader } from './sse-reader.ts';
import type { StreamShape } from './stream-shape.ts';

export interface EventStreams {
  /** Starts a stream, or turns its reader away. Rejects only if the store fails while a ticket is spent. */
  open(reply: FastifyReply, reading: StreamRequest, start: JoinStart): Promise<void>;
  start(): void;
  /** Ends every stream with a time to reconnect; turns new ones away. */
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
  readonly sources: EventSources;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly cursorsOf: CursorsOf;
  readonly liveCallers: LiveCallers;
}

const CACHE_BYTES = 8_388_608;

const END_TEXTS: EndTexts<SseEnd> = {
  ...SHARED_END_TEXTS,
  closing: 'closing; reconnect to resume',
  journal_replaced: 'the journal was replaced; reconnect',
  journal_unavailable: 'the journal is unavailable; reconnect',
};

export function createEventStreams(deps: StreamsDeps): EventStreams {
  const { shape, log, limits, clock } = deps;
  const readers = createReaders<SseReader, SseEnd>({ ...deps, shape: shape.name });
  const frames = createFrames({ ...deps, cacheBytes: CACHE_BYTES });
  const cursors = createCurrentCursors((epoch) => {
    log.warn({ epoch }, 'journal_replaced');
    readers.endAll('journal_replaced');
  });
  const live = { ...deps, readers, frames, cursors: cursors.get };
  const runLimited = createTaskLimiter(limits.pagesAtOnce);
  const joining = { ...live, runLimited, onCursors: cursors.set };
  const checkEpoch = createCheckEpoch(deps, cursors.set);
  const endpoint = createLiveEndpoint({
    ...deps,
    readers,
    deliver: (entries) => deliverBatch(entries, live),
    beat(last) {
      checkEpoch();
      return deliverHeartbeat(last, live);
    },
    // Nothing is lost: the source appends what it missed once it is back.
    onSource: () => {},
  });

  function join(reader: SseReader, start: JoinStart): void {
    joinStream(reader, start, joining).catch((error: unknown) => {
      log.warn({ shape: shape.name, reason: messageOf(error) }, 'stream_join_failed');
      readers.end(reader, 'journal_unavailable');
    });
  }

  return {
    async open(reply, { caller, view }, start) {
      if (!(await mayOpen(reply, () => endpoint.refusal(caller) !== undefined, clock))) return;
      const out = startStream(reply, 'close');
      const connection = createSseConnection(out, { clock, endTexts: END_TEXTS });
      const reader = createLiveReader(connection, view);
      endpoint.admit(reader, caller);
      join(reader, start);
    },
    start: endpoint.start,
    stop: endpoint.stop,
  };
}

/** The cursors of the journal as last read. */
function createCurrentCursors(onReplaced: (epoch: string) => void) {
  let cursors: Cursors | undefined;
  return {
    /** Set before any reader is live. */
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

/** Live entries don't reveal a new journal, so the epoch is read from time to time; once at a time. */
function createCheckEpoch(
  { journal, cursorsOf }: Pick<StreamsDeps, 'journal' | 'cursorsOf'>,
  onCursors: (cursors: Cursors) => void,
): () => void {
  let isChecking = false;
  const done = () => {
    isChecking = false;
  };
  return () => {
    if (isChecking) return;
    isChecking = true;
    journal
      .bounds()
      .then(({ epoch }) => cursorsOf(epoch))
      .then(onCursors)
      .then(done, done);
  };
}
