// Streams of the build dialect: each message of one job as received, until the job has ended. Messages may get
// lost, so the job's hash is read when a stream opens, while it is silent, and when the event source is back.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { BuildHashes } from '../../jobs/build-hash.ts';
import type { JournalEntry, JournalFeed } from '../../journal/journal.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import { isTicketSpent } from '../access/ticket-use.ts';
import type { EventSources } from '../live/event-sources.ts';
import type { LiveCallers } from '../live/live-callers.ts';
import { createLiveEndpoint } from '../live/live-endpoint.ts';
import {
  createLiveReader,
  goLive,
  hasLeft,
  hasOverflowed,
  type LiveReader,
  passOn,
} from '../live/live-reader.ts';
import { createReaders, forEachReader, type Readers } from '../live/readers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import { createTaskLimiter } from '../pacing/task-limiter.ts';
import { HEARTBEAT_FRAME, messageText } from '../sse/sse.ts';
import { TOO_BUSY, turnAway } from '../sse/sse-connection.ts';
import { type BuildConnection, type BuildEnd, createBuildConnection } from './build-connection.ts';
import { isFinal, readBuildState } from './build-state.ts';

export interface BuildStreams {
  /** Streams, or answers 404 for a job that does not exist for this caller. */
  open(reply: FastifyReply, caller: Caller, jobId: string): Promise<void>;
  start(): void;
  /** Ends every stream with a time to reconnect; turns new ones away. */
  stop(): Promise<void>;
}

interface BuildReader extends LiveReader<BuildConnection> {
  readonly caller: Caller;
  readonly jobId: string;
  /** How many messages it got, to detect that one arrived meanwhile. */
  messages: number;
  /** Its job's hash is being read. */
  isChecking: boolean;
  /** Cancels the next heartbeat. */
  cancelHeartbeat: Cancel;
}

interface Deps {
  readonly buildHashes: BuildHashes;
  readonly sources: EventSources;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly liveCallers: LiveCallers;
}

export function createBuildStreams(deps: Deps): BuildStreams {
  const { clock } = deps;
  const readers = createReaders<BuildReader, BuildEnd>({ ...deps, shape: 'build' });
  const writer = createBuildWriter({ ...deps, readers });
  const endpoint = createLiveEndpoint({
    ...deps,
    readers,
    deliver: writer.deliver,
    // Each stream has heartbeats of its own, after a silence.
    beat: async () => {},
    onSource(isUp) {
      if (!isUp) return;
      for (const group of readers.groups.values()) {
        for (const reader of group.readers) void writer.check(reader);
      }
    },
  });

  async function join(reader: BuildReader, request: FastifyRequest): Promise<void> {
    const found = await readBuildState(reader, deps);
    if (hasLeft(reader)) return reader.connection.abandon();
    if (found.kind === 'hidden') return readers.end(reader, 'hidden');
    const isSpent = await isTicketSpent(request);
    if (hasLeft(reader)) return reader.connection.abandon();
    // Somebody else was faster with it; to strangers there is no such job.
    if (!isSpent) return readers.end(reader, 'hidden');
    reader.connection.open();
    if (found.kind === 'ended') return writer.writeEnd(reader, found.status);
    if (found.kind === 'unavailable') return readers.end(reader, 'hash_unavailable');
    if (hasOverflowed(reader)) return readers.end(reader, 'overflowed');
    writer.goLive(reader);
  }

  return {
    async open(reply, caller, jobId) {
      if (endpoint.refusal(caller) !== undefined) return turnAway(reply, TOO_BUSY, clock);
      const connection = createBuildConnection(reply, clock);
      const reader = createBuildReader(connection, caller, jobId);
      // Before the hash is read, so that no message is missed.
      endpoint.admit(reader, caller);
      await join(reader, reply.request);
    },
    start: endpoint.start,
    stop: endpoint.stop,
  };
}

function createBuildReader(
  connection: BuildConnection,
  caller: Caller,
  jobId: string,
): BuildReader {
  const reader = createLiveReader(connection, {
    key: jobId,
    isLimited: true,
    filter: { jobId },
    shows: (event) => event.dialect === 'build' && event.jobId === jobId,
  });
  const own = { caller, jobId, messages: 0, isChecking: false, cancelHeartbeat: () => {} };
  return Object.assign(reader, own);
}

interface WriterDeps extends Pick<Deps, 'buildHashes' | 'clock' | 'limits' | 'log'> {
  readonly readers: Readers<BuildReader, BuildEnd>;
}

/** Writes messages as received, ends the stream after a final one, and sends heartbeats. */
function createBuildWriter(deps: WriterDeps) {
  const { readers, clock, limits } = deps;
  const runLimited = createTaskLimiter(limits.pagesAtOnce);

  function send(reader: BuildReader, event: CanonicalEvent, text: string): void {
    if (hasLeft(reader)) return;
    reader.messages += 1;
    readers.write(reader, text);
    if (isFinal(event.data.status)) readers.end(reader, 'complete');
    else beatAfterSilence(reader);
  }

  function beatAfterSilence(reader: BuildReader): void {
    reader.cancelHeartbeat();
    if (hasLeft(reader)) return;
    reader.cancelHeartbeat = clock.after(limits.heartbeatMs, () => {
      readers.write(reader, HEARTBEAT_FRAME);
      beatAfterSilence(reader);
      void check(reader);
    });
  }

  /** The job has ended, and its last message may have been lost: writes it, and ends the stream. */
  function writeEnd(reader: BuildReader, status: string): void {
    readers.write(reader, lastText(reader.jobId, status));
    readers.end(reader, 'complete');
  }

  /** Ends a stream whose job has ended or is gone, unless a message arrives meanwhile. */
  async function check(reader: BuildReader): Promise<void> {
    if (reader.isChecking || reader.state.kind !== 'live') return;
    reader.isChecking = true;
    const { messages } = reader;
    const found = await runLimited(() => readBuildState(reader, deps));
    reader.isChecking = false;
    if (hasLeft(reader) || reader.messages !== messages) return;
    if (found.kind === 'ended') writeEnd(reader, found.status);
    if (found.kind === 'hidden') readers.end(reader, 'complete');
  }

  return {
    writeEnd,
    check,
    async deliver(entries: readonly JournalEntry[]): Promise<void> {
      for (const entry of entries) {
        const group = readers.groups.get(buildOf(entry) ?? '');
        if (group === undefined) continue;
        const text = rawText(entry.event);
        const write = (reader: BuildReader) => send(reader, entry.event, text);
        await forEachReader([group], () => (reader) => passOn(reader, [entry], { limits, write }));
      }
    },
    /** Writes what arrived while the reader waited; from then on it gets everything immediately. */
    goLive(reader: BuildReader): void {
      const held = goLive(reader);
      reader.connection.onClose(() => reader.cancelHeartbeat());
      beatAfterSilence(reader);
      for (const { event } of held) send(reader, event, rawText(event));
    },
  };
}

function buildOf({ event: { dialect, jobId } }: JournalEntry): string | undefined {
  return dialect === 'build' ? jobId : undefined;
}

function lastText(jobId: string, status: string): string {
  return messageText(JSON.stringify({ type: 'build.stage.started', status, job_id: jobId }));
}

function rawText({ raw, data }: CanonicalEvent): string {
  return messageText(raw ?? JSON.stringify(data));
}
