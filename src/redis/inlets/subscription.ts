// A subscription to channels of one pattern: made again whenever the connection came back, and whether
// it holds is known at any time. What is published while it does not is a gap, one for each outage.
import type { Redis } from 'ioredis';
import type { RawMessage } from '../../dialects/dialect.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { Mailbox } from './mailbox.ts';

interface Deps {
  /** A connection of its own, because it is subscribed. */
  readonly subscriber: Redis;
  readonly pattern: string;
  readonly gaps: Pick<PubsubGaps, 'count'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Has to be quick: while it works nothing is read, and Redis drops who reads too slowly. */
  readonly about: (channel: string) => Pick<RawMessage, 'dialect' | 'about'>;
  /** Where messages are put; what has no room there is a gap too. */
  readonly mailbox: Pick<Mailbox<RawMessage>, 'put'>;
  /** The connection is back, so `ensure` may be called again. */
  readonly onReady: () => void;
  /** The connection is gone, at each try to have it back. */
  readonly onLost: () => void;
}

export interface ChannelSubscription {
  /** Listens from the next `ensure` on. */
  start(): void;
  /** Subscribes unless that holds already. Resolves with whether it began anew. */
  ensure(): Promise<boolean>;
  /** The same. Resolves with why the server refuses it, if it does. */
  ensureIfAllowed(): Promise<string | undefined>;
  stop(): void;
}

export function createSubscription(deps: Deps): ChannelSubscription {
  const { subscriber, pattern, gaps, clock, onReady, onLost } = deps;
  let holds = false;

  function onMessage(_pattern: string, source: string, text: string): void {
    const arrived = { arrivedAt: clock.now(), heardAt: clock.monotonic() };
    const message = { ...deps.about(source), text, source, ...arrived };
    if (!deps.mailbox.put(message)) gaps.count('pubsub_overflow');
  }

  /** Each try to connect that fails closes too. */
  function onClose(): void {
    if (holds) gaps.count('pubsub_gap');
    holds = false;
    onLost();
  }

  async function ensure(): Promise<boolean> {
    if (holds) return false;
    await subscriber.psubscribe(pattern);
    holds = true;
    return true;
  }

  return {
    ensure,
    async ensureIfAllowed() {
      try {
        await ensure();
        return undefined;
      } catch (error) {
        if (isUnavailable(error)) return messageOf(error);
        throw error;
      }
    },
    start() {
      subscriber.on('pmessage', onMessage).on('close', onClose).on('ready', onReady);
    },
    stop() {
      subscriber.off('pmessage', onMessage).off('close', onClose).off('ready', onReady);
    },
  };
}

export interface PubsubGaps {
  /** `reason` is the name of the log line. */
  count(reason: string): void;
  /** For people: what may be lost, or nothing. */
  detail(): string;
}

export function createPubsubGaps(
  channels: string,
  { log, metrics }: { readonly log: Logger; readonly metrics: Pick<Metrics, 'gapSeen'> },
): PubsubGaps {
  let gaps = 0;
  return {
    count(reason) {
      gaps += 1;
      metrics.gapSeen(channels);
      log.warn({ channels, gaps }, reason);
    },
    detail() {
      if (gaps === 0) return '';
      const times = gaps === 1 ? 'once' : `${gaps} times`;
      return `messages on ${channels} could not be heard ${times} since the start; what was published then is lost here`;
    },
  };
}
