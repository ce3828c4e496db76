// What the demo's workload does to Redis: publishes as the systems of the televibe bus do, writes
// log lines, and hears of decisions.
import type { Redis } from 'ioredis';

export interface BusDecision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'denied' | 'expired';
  readonly by?: string;
  readonly reason?: string;
}

export interface Bus {
  publish(message: { readonly event_type: string; readonly project_id: string }): Promise<void>;
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** The returned function ends it. */
  onDecision(listener: (decision: BusDecision) => void): () => void;
}

const DECISIONS = ['job.approved', 'job.denied', 'job.approval_expired'] as const;
const CHANNEL = 'televibe:events:';

export function createBus(redis: Redis, subscriber: Redis): Bus {
  return {
    async publish(message) {
      const text = JSON.stringify(message);
      await redis
        .pipeline()
        .publish(`${CHANNEL}${message.event_type}`, text)
        .xadd(`televibe:stream:${message.project_id}`, '*', 'event', text)
        .exec();
    },
    async appendLog(jobId, line, level = 'info') {
      await redis.xadd(`televibe:logs:${jobId}`, '*', 'line', line, 'level', level);
    },
    async endLog(jobId) {
      await redis.xadd(`televibe:logs:${jobId}`, '*', 'end', '1');
    },
    onDecision(listener) {
      const onMessage = (channel: string, text: string) => {
        const decision = decisionIn(channel, text);
        if (decision !== undefined) listener(decision);
      };
      subscriber.on('message', onMessage);
      void subscriber.subscribe(...DECISIONS.map((type) => `${CHANNEL}${type}`)).catch(() => {});
      return () => subscriber.off('message', onMessage);
    },
  };
}

function decisionIn(channel: string, text: string): BusDecision | undefined {
  if (!DECISIONS.some((type) => channel === `${CHANNEL}${type}`)) return undefined;
  const { event_type, data } = JSON.parse(text);
  const decision = event_type === 'job.approval_expired' ? 'expired' : data.decision;
  const { approval_id: approvalId, decided_by: by, reason } = data;
  return {
    approvalId,
    decision,
    ...(by === undefined ? {} : { by: by.name }),
    ...(reason === undefined ? {} : { reason }),
  };
}
