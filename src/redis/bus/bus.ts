// What the demo's workload does to Redis: speaks as the systems around do, writes log lines, and
// hears of decisions.

import type { Redis } from 'ioredis';
import { announcedAs, settledBy } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import { expectDone } from '../scripts/all-done.ts';

export interface BusDecision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'denied' | 'expired';
  readonly by?: string;
  /** How it was decided: `telegram`, `timeout`. */
  readonly via?: string;
  readonly reason?: string;
}

/** Each rejects with what Redis refused. */
export interface Bus {
  /** Of the televibe bus: on the channel of its type and in the stream of its project. */
  publish(message: { readonly event_type: string; readonly project_id: string }): Promise<void>;
  publishOn(channel: string, message: object): Promise<void>;
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Fields that are not given stay as they are. */
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** The returned function ends it. */
  onDecision(listener: (decision: BusDecision) => void): () => void;
}

const SETTLED = ['approved', 'denied', 'expired'] as const;
const DECISIONS = SETTLED.flatMap((settled) => announcedAs(settled) ?? []);
const CHANNEL = 'televibe:events:';

export function createBus(redis: Redis, subscriber: Redis): Bus {
  const add = async (key: string, ...fields: string[]) => {
    await redis.xadd(key, '*', ...fields);
  };
  return {
    async publish(message) {
      const text = JSON.stringify(message);
      const replies = await redis
        .multi()
        .xadd(`televibe:stream:${message.project_id}`, '*', 'event', text)
        .publish(`${CHANNEL}${message.event_type}`, text)
        .exec();
      expectDone(replies);
    },
    async publishOn(channel, message) {
      await redis.publish(channel, JSON.stringify(message));
    },
    addEntry: (stream, fields) => add(stream, ...Object.entries(fields).flat()),
    async setHash(key, fields) {
      await redis.hset(key, fields);
    },
    appendLog: (jobId, line, level = 'info') =>
      add(`televibe:logs:${jobId}`, 'line', line, 'level', level),
    endLog: (jobId) => add(`televibe:logs:${jobId}`, 'end', '1'),
    onDecision(listener) {
      const onMessage = (channel: string, text: string) => {
        const decision = decisionIn(channel, text);
        if (decision !== undefined) listener(decision);
      };
      const listen = () => {
        subscriber.subscribe(...DECISIONS.map((type) => `${CHANNEL}${type}`)).catch(() => {});
      };
      subscriber.on('message', onMessage);
      // A connection that came back has forgotten it.
      subscriber.on('ready', listen);
      listen();
      return () => subscriber.off('message', onMessage).off('ready', listen);
    },
  };
}

function decisionIn(channel: string, text: string): BusDecision | undefined {
  if (!DECISIONS.some((type) => channel === `${CHANNEL}${type}`)) return undefined;
  const { event_type, data } = JSON.parse(text);
  const decision = settledBy(event_type) === 'expired' ? 'expired' : data.decision;
  const { approval_id: approvalId, decided_by: by, reason } = data;
  return {
    approvalId,
    decision,
    ...(by === undefined ? {} : { by: by.name, via: by.via }),
    ...defined({ reason }),
  };
}
