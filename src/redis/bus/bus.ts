// Publishes on the bus like external systems: for `emit`, `replay` and the demo's workload, which also writes to
// their other channels, streams and hashes, and subscribes to decisions.

import type { Redis } from 'ioredis';
import { announcedAs, settledBy } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import { expectDone } from '../scripts/all-done.ts';
import { jobLogStream, televibeChannel, televibeStream } from './televibe-names.ts';

export interface BusDecision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'denied' | 'expired';
  readonly by?: string;
  /** How it was decided: `telegram`, `timeout`. */
  readonly via?: string;
  readonly reason?: string;
}

export interface TelevibeMessage {
  readonly event_type: string;
  readonly project_id?: string | null | undefined;
}

/** Each rejects with what Redis refused. */
export interface TelevibeBus {
  /**
   * Said on the channel of its type and kept in the stream of its project, both or neither. `text`: the
   * message as JSON, where it is not just what `message` holds.
   */
  publish(message: TelevibeMessage, text?: string): Promise<void>;
  /** Only said on its channel: for what the stream holds already. */
  publishLive(message: TelevibeMessage): Promise<void>;
}

/** Each rejects with what Redis refused. */
export interface Bus extends TelevibeBus {
  publishOn(channel: string, message: object): Promise<void>;
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Other fields stay unchanged. */
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** The returned function unsubscribes. */
  onDecision(listener: (decision: BusDecision) => void): () => void;
}

const SETTLED = ['approved', 'denied', 'expired'] as const;
const DECISIONS = SETTLED.flatMap((settled) => announcedAs(settled) ?? []);

export function createTelevibeBus(redis: Redis): TelevibeBus {
  return {
    async publish(message, text = JSON.stringify(message)) {
      const replies = await redis
        .multi()
        .xadd(televibeStream(message.project_id ?? 'default'), '*', 'event', text)
        .publish(televibeChannel(message.event_type), text)
        .exec();
      expectDone(replies);
    },
    async publishLive(message) {
      await redis.publish(televibeChannel(message.event_type), JSON.stringify(message));
    },
  };
}

export function createBus(redis: Redis, subscriber: Redis): Bus {
  const add = async (key: string, ...fields: string[]) => {
    await redis.xadd(key, '*', ...fields);
  };
  return {
    ...createTelevibeBus(redis),
    async publishOn(channel, message) {
      await redis.publish(channel, JSON.stringify(message));
    },
    addEntry: (stream, fields) => add(stream, ...Object.entries(fields).flat()),
    async setHash(key, fields) {
      await redis.hset(key, fields);
    },
    appendLog: (jobId, line, level = 'info') =>
      add(jobLogStream(jobId), 'line', line, 'level', level),
    endLog: (jobId) => add(jobLogStream(jobId), 'end', '1'),
    onDecision(listener) {
      const onMessage = (channel: string, text: string) => {
        const decision = decisionIn(channel, text);
        if (decision !== undefined) listener(decision);
      };
      const listen = () => {
        subscriber.subscribe(...DECISIONS.map(televibeChannel)).catch(() => {});
      };
      subscriber.on('message', onMessage);
      // A new connection has no subscriptions.
      subscriber.on('ready', listen);
      listen();
      return () => subscriber.off('message', onMessage).off('ready', listen);
    },
  };
}

function decisionIn(channel: string, text: string): BusDecision | undefined {
  if (!DECISIONS.some((type) => channel === televibeChannel(type))) return undefined;
  const { event_type, data } = JSON.parse(text);
  const decision = settledBy(event_type) === 'expired' ? 'expired' : data.decision;
  const { approval_id: approvalId, decided_by: by, reason } = data;
  return {
    approvalId,
    decision,
    ...defined({ by: by?.name, via: by?.via, reason }),
  };
}
