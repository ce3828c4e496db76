// Publishes as the systems of the televibe bus do: each message on its channel and in its stream.
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

export interface TelevibeFields {
  readonly event_id?: string;
  readonly event_type: string;
  readonly project_id?: string;
  readonly session_id?: string;
  readonly job_id?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly visibility?: 'public' | 'internal';
  readonly [field: string]: unknown;
}

export function televibe(fields: TelevibeFields): TelevibeFields & { event_id: string } {
  return {
    event_id: randomUUID(),
    timestamp: new Date().toISOString(),
    source: { component: 'runner', instance_id: 'runner-1' },
    project_id: 'project-a',
    data: {},
    ...fields,
  };
}

/** Answers the event id. `stream`: only into the stream, as if nobody had listened. */
export async function publish(
  redis: Redis,
  fields: TelevibeFields,
  via: 'both' | 'stream' | 'channel' = 'both',
): Promise<string> {
  const event = televibe(fields);
  const text = JSON.stringify(event);
  const pipeline = redis.pipeline();
  if (via !== 'stream') pipeline.publish(`televibe:events:${event.event_type}`, text);
  if (via !== 'channel') pipeline.xadd(`televibe:stream:${event.project_id}`, '*', 'event', text);
  await pipeline.exec();
  return event.event_id;
}
