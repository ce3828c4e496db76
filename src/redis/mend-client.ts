// What the client library leaves open, where we or BullMQ rely on it.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import { answerInfoByHello } from './server-mode.ts';

interface Options {
  /** For connections that are made like this one. */
  readonly twinSilenceMs: number;
  readonly onTwin: (twin: Redis) => void;
  readonly clock: Pick<Clock, 'after'>;
  /** A new connection on which nothing came by then is given up. */
  readonly greetingMs: number;
}

export function mendClient(redis: Redis, options: Options): void {
  answerInfoByHello(redis);
  connectTwins(redis, options);
  endBetweenTries(redis);
  giveUpWhatWasSent(redis);
  expectGreeting(redis, options);
}

const twins = new WeakSet<Redis>();

/** Whether somebody waits for jobs on it. */
export function isTwin(redis: Redis): boolean {
  return twins.has(redis);
}

/** BullMQ makes one for each worker, and gives up for good when its first try to connect fails. */
function connectTwins(redis: Redis, { twinSilenceMs, onTwin }: Options): void {
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const twin = duplicate({ ...override, socketTimeout: twinSilenceMs });
    twins.add(twin);
    onTwin(twin);
    twin.connect().catch(ignore);
    return twin;
  };
}

/** A server says something to each new connection, while it loads its data too. */
function expectGreeting(redis: Redis, { clock, greetingMs }: Options): void {
  redis.on('connect', () => {
    const { stream } = redis;
    clock.after(greetingMs, () => {
      if (stream.bytesRead > 0 || stream.destroyed) return;
      stream.destroy(new Error(`connected, but nothing came in ${greetingMs} ms`));
    });
  });
}

/**
 * Ended between two tries to connect, there is no socket whose end would end it, and what was asked
 * would wait for ever. So it tries once more, and ends that.
 */
function endBetweenTries(redis: Redis): void {
  const disconnect = redis.disconnect.bind(redis);
  redis.disconnect = (reconnect = false) => {
    const isBetween = redis.status === 'reconnecting' && !reconnect;
    disconnect(reconnect);
    if (!isBetween) return;
    redis.connect().catch(ignore);
    disconnect();
  };
}

/**
 * What was sent before the connection broke is kept, to be sent again. Ended while a new connection
 * comes up, the library forgets it without a word to whoever waits.
 */
function giveUpWhatWasSent(redis: Redis): void {
  redis.once('end', () => {
    const kept = (redis as unknown as Resending).prevCommandQueue;
    for (let sent = kept?.shift(); sent !== undefined; sent = kept?.shift()) {
      sent.command.reject(new Error('Connection is closed.'));
    }
  });
}

/** A field of the library's own. */
interface Resending {
  readonly prevCommandQueue?: {
    shift(): { readonly command: { reject(error: Error): void } } | undefined;
  } | null;
}

/** The connection tells of its failures itself. */
function ignore(): void {}
