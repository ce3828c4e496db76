// Takes in the televibe bus: the streams are the truth, Pub/Sub makes it fast. Before a published
// message is taken, its stream is read to its end, so that nothing overtakes what was written before it.
// Every stream has its turn, however much another one holds. Where each was read up to is kept with the
// journal (positions).
import type { Redis } from 'ioredis';
import type { Dialect, RawMessage } from '../../dialects/dialect.ts';
import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Health, setAside } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { televibeChannel, televibeStream } from '../bus/televibe-names.ts';
import { tryAtStart } from '../connection/try-at-start.ts';
import type { Keys } from '../scripts/keys.ts';
import { READ_BYTES } from '../scripts/limits.ts';
import { asideDetail, createStreamAside } from '../streams/stream-aside.ts';
import { createOwnPositions } from '../streams/stream-positions.ts';
import { createStreamReader } from '../streams/stream-reader.ts';
import { createStreamWatch, type StreamWatch } from '../streams/stream-watch.ts';
import { createTrimWatch } from '../streams/trim-watch.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { createPubsubGaps, createSubscription, type PubsubGaps } from './subscription.ts';
import { createWaitingMessages } from './waiting-messages.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Connections of its own: one waits for streams, one is subscribed. */
  readonly blocking: Redis;
  readonly subscriber: Redis;
  readonly dialect: Dialect;
  readonly receive: Receive;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

const CHANNELS = televibeChannel('*');
const pattern = televibeStream('*');
const BATCH = { items: 500, bytes: READ_BYTES };
/** Of published messages that wait for their stream. */
const KEPT = { items: 20_000, bytes: 16_777_216 };
const COMPONENT = 'events:televibe';
const LISTEN_AGAIN_MS = 2_000;

export function createTelevibeInlet(deps: Deps): Service {
  const { clock, log, health } = deps;
  const gaps = createPubsubGaps(CHANNELS, deps);
  const { reader, aside, trims } = createReading(deps);
  const mailbox = createMailbox<RawMessage>(({ text }) => text.length);
  const { hasDue } = aside;
  const watch = createStreamWatch({ ...deps, pattern, reader, hasDue, onNews: mailbox.wake });
  const waiting = createWaitingMessages({ batch: BATCH, kept: KEPT });
  const { subscription, listen } = createListening(deps, { gaps, mailbox, watch });
  health.report(COMPONENT, false, 'not subscribed yet');

  /** The streams first, then what was published: that is the order in which it was written. */
  async function round(): Promise<void> {
    const published = await mailbox.take(BATCH);
    waiting.add(published.map((message) => ({ message, stream: streamHint(message.text) })));
    for (const { text } of published) reader.know(streamHint(text));
    const refusal = await listen();
    const isMore = await reader.turn();
    for (const messages of waiting.ready(reader.isBehind)) {
      await deps.receive.ingest({ messages, lossy: true });
    }
    if (waiting.done(reader.isBehind)) gaps.count('pubsub_overflow');
    if (isMore) mailbox.wake();
    else watch.arm();
    const details = [refusal ?? '', asideDetail(aside, false), trims.detail()];
    const text = details.filter(Boolean).join('; ');
    const isListening = refusal === undefined;
    health.report(
      COMPONENT,
      isListening,
      isListening ? setAside('source-aside', aside.size, text) : text,
    );
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

interface Heard {
  readonly gaps: PubsubGaps;
  readonly mailbox: Mailbox<RawMessage>;
  readonly watch: StreamWatch;
}

function createListening(deps: Deps, { gaps, mailbox, watch }: Heard) {
  const subscription = createSubscription({
    ...deps,
    ...{ gaps, mailbox, pattern: CHANNELS },
    about: () => ({ dialect: deps.dialect.name }),
    /** What was published meanwhile is only in the streams. */
    onReady() {
      watch.rescan();
      mailbox.wake();
    },
    onLost: () => deps.health.report(COMPONENT, false, 'connection to Redis lost'),
  });
  return {
    subscription,
    /** Resolves with why the channels are forbidden, if they are: the streams are read all the same. */
    async listen(): Promise<string | undefined> {
      const refusal = await subscription.ensureIfAllowed();
      if (refusal !== undefined) deps.clock.after(LISTEN_AGAIN_MS, mailbox.wake);
      return refusal;
    },
  };
}

/** Streams that are set aside, and gaps, are counted without the names of projects. */
function createReading(deps: Deps) {
  const aside = createStreamAside({ ...deps, component: COMPONENT });
  const trims = createTrimWatch({ ...deps, isNamed: false, pattern });
  const positions = createOwnPositions(deps.redis, deps.keys.positions);
  const reader = createStreamReader({ ...deps, positions, aside, trims, inStep: false });
  return { reader, aside, trims };
}

/** The stream that a message's project has; a hint only, the codec does the real reading. */
function streamHint(text: string): string | undefined {
  const project = /"project_id"\s*:\s*"([^"\\]{1,256})"/.exec(text)?.[1];
  return project === undefined ? undefined : televibeStream(project);
}
