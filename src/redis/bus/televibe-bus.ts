// Publishes on the bus of the systems around, as they do: on the channel of the type and in the
// stream of the project.
import type { Redis } from 'ioredis';
import { expectDone } from '../scripts/all-done.ts';

export interface TelevibeMessage {
  readonly event_type: string;
  readonly project_id?: string | null | undefined;
}

export interface TelevibeBus {
  /**
   * Said on its channel and kept in its stream, both or neither. `text`: the message as JSON, where it
   * is not just what `message` holds.
   */
  publish(message: TelevibeMessage, text?: string): Promise<void>;
  /** Only said on its channel: for what the stream holds already. */
  say(message: TelevibeMessage): Promise<void>;
}

const CHANNEL = 'televibe:events:';

export function createTelevibeBus(redis: Redis): TelevibeBus {
  return {
    async publish(message, text = JSON.stringify(message)) {
      const replies = await redis
        .multi()
        .xadd(`televibe:stream:${message.project_id ?? 'default'}`, '*', 'event', text)
        .publish(`${CHANNEL}${message.event_type}`, text)
        .exec();
      expectDone(replies);
    },
    async say(message) {
      await redis.publish(`${CHANNEL}${message.event_type}`, JSON.stringify(message));
    },
  };
}
