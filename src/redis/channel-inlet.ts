// Takes in channels that nobody keeps a record of (Pub/Sub): each message is journalled as it comes.
// What is published while the connection is away is lost; that is counted and told, and where a hash
// says what became of a job, it is asked.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Dialect, RawMessage, Source } from '../dialects/dialect.ts';
import { starIn } from '../dialects/sources.ts';
import type { Health } from '../health.ts';
import type { Receive } from '../intake/receive.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { READ_BYTES } from './limits.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { createPubsubGaps, type PubsubGaps } from './pubsub-gaps.ts';

interface Deps {
  /** A connection of its own, because it is subscribed. */
  readonly subscriber: Redis;
  readonly dialect: Dialect;
  readonly source: Extract<Source, { kind: 'channels' }>;
  readonly receive: Receive;
  /** Adds what the job's hash tells. */
  readonly complete: (messages: readonly RawMessage[]) => Promise<readonly RawMessage[]>;
  /** Messages that tell what was missed; asked whenever the subscription begins anew. */
  readonly missed: () => Promise<readonly RawMessage[]>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'gapSeen'>;
  readonly health: Health;
}

const BATCH = { items: 500, bytes: READ_BYTES };
const AWAY = 'the connection to Redis is away; what is published now is lost here';

export function createChannelInlet(deps: Deps): Service {
  const { subscriber, source, receive, clock, log, health } = deps;
  const component = `events:${deps.dialect.name}`;
  const mailbox = createMailbox<RawMessage>(({ text }) => text.length);
  const gaps = createPubsubGaps(source.channels, deps);
  const report = (ok: boolean, detail: string) => health.report(component, ok, detail);
  const subscription = { holds: false };
  const listeners = listenersFor({ ...deps, mailbox, gaps, subscription, report });

  let waiting: readonly RawMessage[] = [];
  async function round(): Promise<void> {
    if (waiting.length === 0) waiting = await deps.complete(await mailbox.take(BATCH));
    if (waiting.length > 0) await receive.take({ messages: waiting, lossy: true });
    waiting = [];
    if (!subscription.holds) await subscribe();
  }

  /** Subscribing twice changes nothing, and its answer says that it holds. */
  async function subscribe(): Promise<void> {
    await subscriber.psubscribe(source.channels);
    subscription.holds = true;
    const messages = await deps.missed();
    if (messages.length > 0) await receive.take({ messages, lossy: true });
    report(true, gaps.detail());
  }

  function onFailure(reason: string): void {
    report(false, reason);
    mailbox.wake();
  }

  const loop = createLoop({ name: component, clock, log, onFailure }, round);
  return {
    name: loop.name,
    async start() {
      for (const [name, listener] of Object.entries(listeners)) subscriber.on(name, listener);
      await subscribe();
      await loop.start();
    },
    async stop() {
      for (const [name, listener] of Object.entries(listeners)) subscriber.off(name, listener);
      mailbox.wake();
      await loop.stop();
    },
  };
}

interface Listening extends Deps {
  readonly mailbox: Mailbox<RawMessage>;
  readonly gaps: PubsubGaps;
  readonly subscription: { holds: boolean };
  readonly report: (ok: boolean, detail: string) => void;
}

function listenersFor({ dialect, source, clock, mailbox, gaps, subscription, report }: Listening) {
  return {
    pmessage(_pattern: string, channel: string, text: string) {
      const about = aboutOf(channel, source);
      const message = {
        dialect: dialect.name,
        text,
        source: channel,
        arrivedAt: clock.now(),
        ...about,
      };
      if (!mailbox.put(message)) gaps.count('pubsub_overflow');
    },
    ready: mailbox.wake,
    close() {
      if (subscription.holds) gaps.count('pubsub_gap');
      subscription.holds = false;
      report(false, AWAY);
    },
  };
}

/** The channel names the job where its hash does. */
function aboutOf(channel: string, { hash, channels }: Deps['source']) {
  const jobId = hash === undefined ? undefined : starIn(channels, channel);
  return jobId === undefined ? {} : { about: { jobId } };
}
