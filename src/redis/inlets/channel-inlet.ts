// Ingests channels without any record (Pub/Sub): each message is journalled as it arrives. What is published while
// disconnected is lost; that is counted and reported, and where a hash has the state of a job, it is read.
import type { Redis } from 'ioredis';
import type { Dialect, RawMessage, Source } from '../../dialects/dialect.ts';
import { matchStar } from '../../dialects/sources.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Health } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { tryAtStart } from '../connection/try-at-start.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { createMailbox } from './mailbox.ts';
import { createPubsubGaps, createSubscription } from './subscription.ts';

interface Deps {
  /** A connection of its own, because it is subscribed. */
  readonly subscriber: Redis;
  readonly dialect: Dialect;
  readonly source: Extract<Source, { kind: 'channels' }>;
  readonly receive: Receive;
  /** Adds fields from the job's hash. */
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
const NOT_YET = 'not subscribed yet';

export function createChannelInlet(deps: Deps): Service {
  const { source, receive, clock, log, health } = deps;
  const component = `events:${deps.dialect.name}`;
  const mailbox = createMailbox<RawMessage>(({ text }) => text.length);
  const gaps = createPubsubGaps(source.channels, deps);
  const report = (ok: boolean, detail: string) => health.report(component, ok, detail);
  report(false, NOT_YET);

  const subscription = createSubscription({
    ...deps,
    ...{ gaps, mailbox, pattern: source.channels },
    about: (channel) => ({ dialect: deps.dialect.name, ...aboutOf(channel, source) }),
    onReady: mailbox.wake,
    onLost: () => report(false, AWAY),
  });

  let waiting: readonly RawMessage[] = [];
  async function round(): Promise<void> {
    if (waiting.length === 0) waiting = await deps.complete(await mailbox.take(BATCH));
    if (waiting.length > 0) await receive.ingest({ messages: waiting, lossy: true });
    waiting = [];
    await listen();
    if (hasFailed) report(true, gaps.detail());
    hasFailed = false;
  }

  let [isComplete, hasFailed] = [false, false];
  async function listen(): Promise<void> {
    if (await subscription.ensure()) isComplete = false;
    if (isComplete) return;
    const messages = await deps.missed();
    if (messages.length > 0) await receive.ingest({ messages, lossy: true });
    isComplete = true;
    report(true, gaps.detail());
  }

  function onFailure(reason: string): void {
    report(false, reason);
    hasFailed = true;
    mailbox.wake();
  }

  const loop = createLoop({ name: component, clock, log, onFailure }, round);
  return {
    name: loop.name,
    async start() {
      subscription.start();
      await tryAtStart(listen, { log, name: component, onFailure });
      await loop.start();
    },
    async stop() {
      subscription.stop();
      mailbox.wake();
      await loop.stop();
    },
  };
}

/** The job id is in the channel's name. */
function aboutOf(channel: string, { hash, channels }: Deps['source']) {
  const jobId = hash === undefined ? undefined : matchStar(channels, channel);
  return jobId === undefined ? {} : { about: { jobId } };
}
