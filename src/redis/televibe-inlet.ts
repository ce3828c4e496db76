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
import { createSubscription } from './subscription.ts';
import { tryAtStart } from './try-at-start.ts';

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
const STREAMS = `${STREAM}*`;
const BATCH = 500;
const COMPONENT = 'events:televibe';
const LISTEN_AGAIN_MS = 2_000;

export function createTelevibeInlet(deps: Deps): Service {
  const { clock, log, health } = deps;
  const gaps = createPubsubGaps(CHANNELS, deps);
  const positions = createOwnPositions(deps.redis, deps.positionsKey);
  const reader = createStreamReader({ ...deps, positions });
  const mailbox = createMailbox<RawMessage>();
  const watch = createStreamWatch({ ...deps, pattern: STREAMS, reader, onNews: mailbox.wake });
  health.report(COMPONENT, false, 'not subscribed yet');
  const subscription = createSubscription({
    ...deps,
    ...{ gaps, mailbox, pattern: CHANNELS },
    about: () => ({ dialect: deps.dialect.name }),
    /** What was published meanwhile is only in the streams. */
    onReady() {
      watch.rescan();
      mailbox.wake();
    },
    onLost: () => health.report(COMPONENT, false, 'connection to Redis lost'),
  });

  /**
   * The streams first, then what was published: that is the order in which it was written. They are
   * read all the same where the channels are forbidden.
   */
  async function takeIn(published: readonly RawMessage[]): Promise<void> {
    for (const { text } of published) reader.know(streamHint(text));
    const refusal = await subscription.ensureIfAllowed();
    if (refusal !== undefined) clock.after(LISTEN_AGAIN_MS, mailbox.wake);
    await reader.drain();
    if (published.length > 0) await deps.receive.take({ messages: published, lossy: true });
    watch.arm();
    health.report(COMPONENT, refusal === undefined, refusal);
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
      subscription.start();
      for (const work of [subscription.ensure, watch.start]) {
        await tryAtStart(work, { log, name: loop.name, onFailure });
      }
      mailbox.wake();
      await loop.start();
    },
    async stop() {
      subscription.stop();
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
