// WebSockets of the jobs dialect: live events of jobs. There is no catching up: a client that misses something is
// closed with the code "try again later", and has to fetch the current state.
import type { WebSocket } from 'ws';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { JournalEntry, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import { createView } from '../access/event-filter.ts';
import type { EventSources } from '../live/event-sources.ts';
import type { LiveCallers } from '../live/live-callers.ts';
import { createLiveEndpoint } from '../live/live-endpoint.ts';
import { createLiveReader, goLive, type LiveReader, passOn } from '../live/live-reader.ts';
import { createReaders, forEachReader } from '../live/readers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import { createEventJson } from '../reading/event-json.ts';
import {
  createSocketConnection,
  type SocketConnection,
  type SocketEnd,
} from './socket-connection.ts';

export interface JobSockets {
  /** Why a connection of this caller would be closed at once. */
  refusal(caller: Caller): SocketRefusal | undefined;
  /** Admits a connection after its handshake, unless it was `refused` before or has to be now. */
  admit(socket: WebSocket, caller: Caller, refused: SocketRefusal | undefined): void;
  start(): void;
  /** Closes every connection; turns new ones away. */
  stop(): Promise<void>;
}

type SocketRefusal = 'closing' | SocketEnd;

interface Deps {
  /** The jobs shape of an event: `{ type, payload }`. */
  readonly encodeJobs: (event: CanonicalEvent) => unknown;
  readonly sources: EventSources;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly liveCallers: LiveCallers;
}

type SocketReader = LiveReader<SocketConnection>;

/** The canonical event types that the jobs dialect can express. */
const TYPES = ['job.created', 'job.updated', 'job.canceled', 'job.completed', 'job.failed'];

export function createJobSockets(deps: Deps): JobSockets {
  const { sources, limits, clock } = deps;
  const jsonOf = createEventJson({ encode: deps.encodeJobs, log: deps.log });
  const readers = createReaders<SocketReader, SocketEnd>({ ...deps, shape: 'jobs' });
  const endpoint = createLiveEndpoint({
    ...deps,
    readers,
    deliver,
    beat: () => forEachReader(readers.groups.values(), () => ping),
    onSource(isUp) {
      if (!isUp) readers.endAll('source_unavailable');
    },
  });

  async function deliver(entries: readonly JournalEntry[]): Promise<void> {
    for (const entry of entries) {
      const { event } = entry;
      if (!TYPES.includes(event.type)) continue;
      const json = jsonOf(event);
      if (json === undefined) continue;
      const text = Buffer.from(json);
      const write = (reader: SocketReader) => readers.write(reader, text);
      await forEachReader(readers.groups.values(), ({ view }) =>
        view.shows(event) ? (reader) => passOn(reader, [entry], { limits, write }) : undefined,
      );
    }
  }

  function refusal(caller: Caller): SocketRefusal | undefined {
    const refused = endpoint.refusal(caller);
    return refused === 'closing' || sources.isUp() ? refused : 'source_unavailable';
  }

  return {
    refusal,
    admit(socket, caller, before) {
      const refused = before ?? refusal(caller);
      const connection = createSocketConnection(socket, clock);
      const reader = createLiveReader(connection, createView(caller, { types: TYPES }));
      endpoint.admit(reader, caller);
      if (refused === undefined) goLive(reader);
      else readers.end(reader, refused);
    },
    start: endpoint.start,
    stop: endpoint.stop,
  };
}

function ping({ connection }: SocketReader): void {
  connection.ping();
}
