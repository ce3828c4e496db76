// Stores reply choices: a hash each, which expires.
import type { Redis } from 'ioredis';
import {
  decodeReply,
  type ReplyChoices,
  type ReplyMeaning,
  type RequestReply,
} from '../../../approvals/reply-choices.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../../runtime/stored/stored-reader.ts';
import { expectDone } from '../../scripts/all-done.ts';
import type { Keys } from '../../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'replyChoice'>;
  readonly clock: Pick<Clock, 'token'>;
  readonly reader?: StoredReader;
}

const TOKEN_BYTES = 16;
const KEPT_SECONDS = 86_400;

export function createReplyChoices(deps: Deps): ReplyChoices {
  const { redis, keys, clock, reader = createStoredReader() } = deps;
  async function get(token: string): Promise<RequestReply | undefined> {
    const at = { key: keys.replyChoice(token), field: 'reply' };
    const text = await redis.hget(at.key, at.field);
    return text === null ? undefined : reader.read(decodeReply, text, at);
  }

  return {
    get,
    async create(reply) {
      const token = clock.token(TOKEN_BYTES);
      const key = keys.replyChoice(token);
      const fields = { reply: JSON.stringify(reply) };
      expectDone(await redis.multi().hset(key, fields).expire(key, KEPT_SECONDS).exec());
      return token;
    },
    async choose(token, meaning) {
      if ((await get(token)) === undefined) return undefined;
      const key = keys.replyChoice(token);
      // One that expires in between must not stay for ever.
      const write = redis.multi().hsetnx(key, 'meaning', meaning).expire(key, KEPT_SECONDS);
      expectDone(await write.exec());
      return ((await redis.hget(key, 'meaning')) as ReplyMeaning | null) ?? undefined;
    },
  };
}
