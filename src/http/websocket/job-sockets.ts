// WebSockets of the jobs dialect: what happens to jobs, live. There is no catching up: who misses
// something is closed with a code that says "try again", and asks for the state of things then.
import type { WebSocket } from 'ws';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { JournalEntry, JournalFeed } from '../../journal/journal.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import { createView } from '../access/event-filter.ts';
import { createBroadcast } from '../live/broadcast.ts';
import type { EventSources } from '../live/event-sources.ts';
import { type LiveCallers, RIGHTS_ENDED } from '../live/live-callers.ts';
import { inSlices } from '../pacing/in-slices.ts';
import { createEventJson, type EventJson } from '../reading/event-json.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';
import { withinFlushTime } from '../sse/stream-reply.ts';
import { createPeers, type Peer, type Peers } from './socket-peers.ts';

export interface JobSockets {
  /** Takes a connection on which the handshake is done. */
  admit(socket: WebSocket, caller: Caller): void;
  start(): void;
  /** Every connection is closed; new ones are sent away. */
  stop(): Promise<void>;
}

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

/** Canonical names of what the jobs dialect can say. */
const TYPES = ['job.created', 'job.updated', 'job.canceled', 'job.completed', 'job.failed'];
/** Codes of RFC 6455, as registered with IANA. */
const POLICY = 1008;
const RESTART = 1012;
const TRY_AGAIN = 1013;
const SOURCE_GONE = 'the event source is away';

export function createJobSockets(deps: Deps): JobSockets {
  const { sources, limits, clock, liveCallers } = deps;
  const jsonOf = createEventJson({ encode: deps.encodeJobs, log: deps.log });
  const peers = createPeers({ ...deps, shape: 'jobs' });
  const broadcast = createBroadcast({
    ...deps,
    listeners: {
      get size() {
        return peers.size;
      },
      deliver: (entries) => deliver(entries, { peers, jsonOf }),
      beat: () => inSlices(peers.all(), peers.ping),
      releaseAll: (reason) => peers.closeAll(TRY_AGAIN, reason),
    },
  });
  let accepting = true;
  let forgetSources: Cancel = () => {};

  return {
    admit(socket, caller) {
      const hasRoom = liveCallers.hasRoom(caller);
      const peer = peers.add(socket, createView(caller, { types: TYPES }));
      const end = () => peers.close(peer, POLICY, RIGHTS_ENDED);
      socket.once('close', liveCallers.register(caller, end));
      if (!accepting) peers.close(peer, RESTART, 'restarting');
      else if (!sources.isUp()) peers.close(peer, TRY_AGAIN, SOURCE_GONE);
      else if (!hasRoom || peers.size > limits.readers) peers.close(peer, TRY_AGAIN, 'too busy');
    },
    start() {
      broadcast.start();
      forgetSources = sources.onChange((isUp) => {
        if (!isUp) peers.closeAll(TRY_AGAIN, SOURCE_GONE);
      });
    },
    async stop() {
      accepting = false;
      forgetSources();
      await broadcast.stop();
      peers.closeAll(RESTART, 'restarting');
      await withinFlushTime([peers.allGone()], clock);
      peers.terminateAll();
    },
  };
}

async function deliver(
  entries: readonly JournalEntry[],
  { peers, jsonOf }: { readonly peers: Peers; readonly jsonOf: EventJson },
): Promise<void> {
  for (const { event } of entries) {
    if (!TYPES.includes(event.type)) continue;
    const json = jsonOf(event);
    if (json === undefined) continue;
    const text = Buffer.from(json);
    const isShown = createShownOnce(event);
    await inSlices(peers.all(), (peer) => {
      if (isShown(peer)) peers.send(peer, text);
    });
  }
}

/** Peers with equal views are shown the same: each view is asked once. */
function createShownOnce(event: CanonicalEvent): (peer: Peer) => boolean {
  const known = new Map<string, boolean>();
  return ({ view }) => {
    const shown = known.get(view.key) ?? view.shows(event);
    known.set(view.key, shown);
    return shown;
  };
}
