// Takes in the televibe bus: the streams are the truth, Pub/Sub makes it fast. Before a published
// message is taken, its streams are read to their end, so that nothing overtakes what was written
// before it. Where each stream was read up to is kept with the journal (positions).
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Dialect, RawMessage } from '../dialects/dialect.ts';
import type { Health } from '../health.ts';
import type { Take } from '../intake/careful.ts';
import type { Receive } from '../intake/receive.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { createMailbox } from './mailbox.ts';
import { createPubsubGaps } from './pubsub-gaps.ts';
import { createOwnPositions } from './stream-positions.ts';
import { createStreamReader } from './stream-reader.ts';
import { createStreamWatch } from './stream-watch.ts';

interface Deps {
  readonly redis: Redis;
  /** Connections of its own: one waits for streams, one is subscribed. */
  readonly blocking: Redis;
  readonly subscriber: Redis;
  readonly positionsKey: string;
  readonly dialect: Dialect;
  readonly receive: Receive;
  readonly take: Take;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

const CHANNELS = 'televibe:events:*';
const STREAM = 'televibe:stream:';
const BATCH = 500;
const COMPONENT = 'events:televibe';

export function createTelevibeInlet(deps: Deps): Service {
  const { subscriber, clock, log, health } = deps;
  const gaps = createPubsubGaps(CHANNELS, deps);
  const positions = createOwnPositions(deps.redis, deps.positionsKey);
  const reader = createStreamReader({ ...deps, positions });
  const mailbox = createMailbox<RawMessage>();
  const pattern = `${STREAM}*`;
  const watch = createStreamWatch({ ...deps, pattern, reader, onNews: mailbox.wake });
  const listeners = {
    pmessage(_pattern: string, source: string, text: string) {
      const message = { dialect: deps.dialect.name, text, source, arrivedAt: clock.now() };
      if (!mailbox.put(message)) gaps.count('pubsub_overflow');
    },
    /** Subscribed (again): what was published meanwhile is only in the streams. */
    ready() {
      watch.rescan();
      mailbox.wake();
    },
    close() {
      gaps.count('pubsub_gap');
      health.report(COMPONENT, false, 'connection to Redis lost');
    },
  };

  /** The streams first, then what was published: that is the order in which it was written. */
  async function takeIn(published: readonly RawMessage[]): Promise<void> {
    for (const { text } of published) reader.know(streamHint(text));
    await reader.drain();
    if (published.length > 0) await deps.receive.take({ messages: published, lossy: true });
    watch.arm();
    health.report(COMPONENT, true);
  }

  let published: RawMessage[] = [];
  async function round(): Promise<void> {
    if (published.length === 0) published = await mailbox.take(BATCH);
    await takeIn(published);
    published = [];
  }

  function onFailure(reason: string): void {
    health.report(COMPONENT, false, reason);
    mailbox.wake();
  }

  const loop = createLoop({ name: 'televibe-inlet', clock, log, onFailure }, round);
  return {
    name: loop.name,
    async start() {
      for (const [name, listener] of Object.entries(listeners)) subscriber.on(name, listener);
      await subscriber.psubscribe(CHANNELS);
      await watch.start();
      mailbox.wake();
      await loop.start();
    },
    async stop() {
      for (const [name, listener] of Object.entries(listeners)) subscriber.off(name, listener);
      mailbox.wake();
      await Promise.all([loop.stop(), watch.stop()]);
    },
  };
}

/** The stream that a message's project has; a hint only, the codec does the real reading. */
function streamHint(text: string): string | undefined {
  const project = /"project_id"\s*:\s*"([^"\\]{1,256})"/.exec(text)?.[1];
  return project === undefined ? undefined : `${STREAM}${project}`;
}
