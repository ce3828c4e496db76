// Everything that stays open: the streams and sockets of all shapes, their routes, their end.
import type { FastifyInstance } from 'fastify';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { BuildHashes } from '../../jobs/build-hash.ts';
import type { Journal, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Admit } from '../access/gate.ts';
import { createBuildStreams } from '../builds/build-streams.ts';
import type { EventSources } from '../live/event-sources.ts';
import type { LiveCallers } from '../live/live-callers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import type { CursorsOf } from '../reading/cursor.ts';
import { registerBuildEvents } from '../routes/build-events.ts';
import { eventsShape, registerEvents } from '../routes/events.ts';
import { pipelineShape, registerJobEvents } from '../routes/job-events.ts';
import { JOB_SOCKETS_PATH, registerJobSockets } from '../routes/job-sockets.ts';
import { createEventStreams } from '../sse/event-streams.ts';
import { createHandshakes } from '../websocket/handshakes.ts';
import { createJobSockets } from '../websocket/job-sockets.ts';

export interface LiveDeps {
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** The pipeline shape. */
  readonly encodePipeline: (event: CanonicalEvent) => unknown;
  /** The jobs shape: `{ type, payload }`. */
  readonly encodeJobs: (event: CanonicalEvent) => unknown;
  readonly buildHashes: BuildHashes;
  readonly sources: EventSources;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<StreamLimits>;
}

interface Guarded {
  readonly admit: Admit;
  readonly liveCallers: LiveCallers;
  readonly cursorsOf: CursorsOf;
  readonly limits: StreamLimits;
}

interface Live {
  start(): void;
  /** Everybody is told when to come back; in bounded time. */
  stop(): Promise<void>;
}

export function registerLive(app: FastifyInstance, deps: Omit<LiveDeps, 'limits'> & Guarded): Live {
  const { limits } = deps;
  const events = createEventStreams({ ...deps, shape: eventsShape(deps.encode) });
  const pipeline = createEventStreams({
    ...deps,
    shape: pipelineShape(deps.encodePipeline),
    limits: { ...limits, heartbeatMs: limits.pipelineHeartbeatMs },
  });
  const builds = createBuildStreams(deps);
  const sockets = createJobSockets(deps);
  const handshakes = createHandshakes(app, JOB_SOCKETS_PATH);
  const parts = [events, pipeline, builds, sockets];

  registerEvents(app, { ...deps, streams: events });
  registerJobEvents(app, { ...deps, streams: pipeline });
  registerBuildEvents(app, { ...deps, streams: builds });
  registerJobSockets(app, { ...deps, handshakes, sockets });

  return {
    start() {
      for (const part of parts) part.start();
    },
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
      handshakes.stop();
    },
  };
}
