// Event streams of one shape over the journal: opening one, and ending all of them in peace.
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
import { createInTurn } from '../pacing/in-turn.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { deliverBatch, deliverHeartbeat } from './delivery.ts';
import { createFrames } from './frames.ts';
import { type JoinStart, joinStream } from './join.ts';
import {
  createSseConnection,
  type EndTexts,
  SHARED_END_TEXTS,
  sendAway,
  TOO_BUSY,
  takeOver,
} from './sse-connection.ts';
import type { SseEnd, SseReader } from './sse-reader.ts';
import type { StreamShape } from './stream-shape.ts';

export interface EventStreams {
  /** Takes the reply over; it never fails, since browsers do not come back after an error status. */
  open(reply: FastifyReply, reading: StreamRequest, start: JoinStart): void;
  start(): void;
  /** Every stream is told when to come back, and ends; new ones are sent away. */
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

const KEPT_BYTES = 8_388_608;

const END_TEXTS: EndTexts<SseEnd> = {
  ...SHARED_END_TEXTS,
  closing: 'closing; come back and resume',
  journal_replaced: 'the journal was replaced; come back',
  journal_away: 'the journal is away; come back',
};

export function createEventStreams(deps: StreamsDeps): EventStreams {
  const { shape, log, limits, clock } = deps;
  const readers = createReaders<SseReader, SseEnd>({ ...deps, shape: shape.name });
  const frames = createFrames({ ...deps, keptBytes: KEPT_BYTES });
  const cursors = createCurrentCursors((epoch) => {
    log.warn({ epoch }, 'journal_replaced');
    readers.endAll('journal_replaced');
  });
  const live = { ...deps, readers, frames, cursors: cursors.get };
  const inTurn = createInTurn(limits.pagesAtOnce);
  const joining = { ...live, inTurn, onCursors: cursors.set };
  const askEpoch = createAskEpoch(deps, cursors.set);
  const endpoint = createLiveEndpoint({
    ...deps,
    readers,
    deliver: (entries) => deliverBatch(entries, live),
    beat(last) {
      askEpoch();
      return deliverHeartbeat(last, live);
    },
    // Whatever the source missed, it appends when it is back.
    onSource: () => {},
  });

  function join(reader: SseReader, start: JoinStart): void {
    joinStream(reader, start, joining).catch((error: unknown) => {
      log.warn({ shape: shape.name, reason: messageOf(error) }, 'stream_join_failed');
      readers.end(reader, 'journal_away');
    });
  }

  return {
    open(reply, { caller, view }, start) {
      if (endpoint.refusal(caller) !== undefined) return sendAway(reply, TOO_BUSY, clock);
      const out = takeOver(reply, 'close');
      const connection = createSseConnection(out, { clock, endTexts: END_TEXTS });
      const reader = createLiveReader(connection, view);
      endpoint.admit(reader, caller);
      join(reader, start);
    },
    start: endpoint.start,
    stop: endpoint.stop,
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
