// Streams of job logs: the newest lines, then what is added, until the job has ended. Each reader reads for itself, no
// faster than its client, so there are fewer of them than of events.
import type { FastifyReply } from 'fastify';
import type { Job } from '../../jobs/job-board.ts';
import type { Readable } from '../../jobs/log-access.ts';
import type { JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { FollowLog, LogNews } from '../../tails/follow-log.ts';
import type { Caller } from '../access/auth.ts';
import type { EventSources } from '../live/event-sources.ts';
import { type LiveCallers, withShare } from '../live/live-callers.ts';
import { createLiveEndpoint } from '../live/live-endpoint.ts';
import { createLiveReader, goLive, hasLeft, type LiveReader } from '../live/live-reader.ts';
import { createReaders, forEachReader } from '../live/readers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import { controlFrame, HEARTBEAT_FRAME } from './sse.ts';
import {
  createSseConnection,
  type EndTexts,
  mayOpen,
  SHARED_END_TEXTS,
  type SseConnection,
  startStream,
} from './sse-connection.ts';

type LogEnd =
  /** All lines of a job that has ended were sent. */
  | 'complete'
  /** The log can't be read at the moment. */
  | 'log_unavailable';

type LogReader = LiveReader<SseConnection<LogEnd>>;

interface LogRequest {
  readonly caller: Caller;
  readonly jobId: string;
  /** Newest lines to begin with. */
  readonly lines: number;
  readonly readable: (jobs: readonly Job[]) => Readable<Job> | undefined;
}

export interface LogStreams {
  /** Starts a stream, or turns its reader away. Rejects only if the store fails while a ticket is spent. */
  open(reply: FastifyReply, request: LogRequest): Promise<void>;
  start(): void;
  /** Ends every stream with a time to reconnect; turns new ones away. */
  stop(): Promise<void>;
}

interface Deps {
  readonly followLog: FollowLog;
  readonly sources: EventSources;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly liveCallers: LiveCallers;
}

/** On this replica: each costs the store a few small reads a second. */
const MAX_READERS = 200;
/** So that nobody takes those of all others. */
const MAX_OF_CALLER = 40;

const END_TEXTS: EndTexts<LogEnd> = {
  ...SHARED_END_TEXTS,
  closing: 'closing; reconnect',
  complete: undefined,
  log_unavailable: 'the log can not be read; reconnect',
};

/** Logs are not in the journal. */
const NO_EVENTS: JournalFeed = { follow: () => () => {} };

export function createLogStreams({ followLog, ...given }: Deps): LogStreams {
  const deps = { ...given, liveCallers: withShare(given.liveCallers, MAX_OF_CALLER) };
  const { clock, log } = deps;
  const limits = { ...deps.limits, readers: Math.min(deps.limits.readers, MAX_READERS) };
  const readers = createReaders<LogReader, LogEnd>({ ...deps, shape: 'log' });
  const endpoint = createLiveEndpoint({
    ...deps,
    limits,
    readers,
    feed: NO_EVENTS,
    deliver: async () => {},
    beat: () =>
      forEachReader(readers.groups.values(), () => (reader) => {
        if (!reader.connection.isFull()) readers.write(reader, HEARTBEAT_FRAME);
      }),
    // Each reader notices by itself.
    onSource: () => {},
  });

  async function send(reader: LogReader, news: AsyncIterable<LogNews>): Promise<void> {
    for await (const one of news) {
      if (hasLeft(reader)) return;
      if (one.kind === 'hidden') return readers.end(reader, 'rights_changed');
      if (one.kind === 'complete') {
        readers.write(reader, controlFrame('end', { json: '{}' }));
        return readers.end(reader, 'complete');
      }
      const { lines } = one;
      readers.write(reader, controlFrame('lines', { json: JSON.stringify({ lines }) }));
      const isRead = await reader.connection.drained(limits.drainTimeoutMs);
      if (!isRead) return readers.end(reader, 'too_slow');
    }
  }

  return {
    async open(reply, { caller, ...wish }) {
      if (!(await mayOpen(reply, () => endpoint.refusal(caller) !== undefined, clock))) return;
      const { jobId } = wish;
      const out = startStream(reply, 'close');
      const connection = createSseConnection(out, { clock, endTexts: END_TEXTS });
      const reader = createLiveReader(connection, viewOf(jobId));
      const gone = new AbortController();
      connection.onClose(() => gone.abort());
      endpoint.admit(reader, caller);
      goLive(reader);
      out.flushHeaders();
      send(reader, followLog({ ...wish, signal: gone.signal })).catch((error: unknown) => {
        log.warn({ jobId, reason: messageOf(error) }, 'log_stream_failed');
        readers.end(reader, 'log_unavailable');
      });
    },
    start: endpoint.start,
    stop: endpoint.stop,
  };
}

function viewOf(jobId: string) {
  return { key: jobId, isLimited: true, filter: { jobId }, shows: () => false };
}
