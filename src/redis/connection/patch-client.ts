// Fixes for gaps of the client library that we or BullMQ rely on.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { answerInfoByHello } from './server-mode.ts';

interface Options {
  /** For connections that are made like this one. */
  readonly twinSilenceMs: number;
  readonly onTwin: (twin: Redis) => void;
  readonly clock: Pick<Clock, 'after'>;
  /** A new connection on which nothing came by then is given up. */
  readonly handshakeMs: number;
}

/** The library's own message. */
export const CONNECTION_CLOSED = 'Connection is closed.';

export function patchClient(redis: Redis, options: Options): void {
  answerInfoByHello(redis);
  connectTwins(redis, options);
  endBetweenTries(redis);
  giveUpWhatWasSent(redis);
  rejectWhatSetupSent(redis);
  expectHandshake(redis, options);
}

const twins = new WeakSet<Redis>();

/** Whether somebody waits for jobs on it. */
export function isTwin(redis: Redis): boolean {
  return twins.has(redis);
}

/** BullMQ creates one per worker, and gives up for good if its first try to connect fails. */
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
function expectHandshake(redis: Redis, { clock, handshakeMs: greetingMs }: Options): void {
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
  redis.once('end', () => rejectAll(queuesOf(redis).prevCommandQueue));
}

/**
 * INFO, HELLO, CLIENT and SELECT are sent while a connection is still being set up. When it breaks
 * before it is ready, the library forgets them without a word too: it keeps only what was sent on a
 * ready one.
 */
function rejectWhatSetupSent(redis: Redis): void {
  redis.on('close', () => {
    const { commandQueue, prevCommandQueue } = queuesOf(redis);
    if (commandQueue !== prevCommandQueue) rejectAll(commandQueue);
  });
}

function rejectAll(queue: Queue | null | undefined): void {
  for (let sent = queue?.shift(); sent !== undefined; sent = queue?.shift()) {
    sent.command.reject(new Error(CONNECTION_CLOSED));
  }
}

/** Fields of the library's own: what waits for an answer, and what is to be sent again. */
function queuesOf(redis: Redis) {
  return redis as unknown as {
    readonly commandQueue?: Queue;
    readonly prevCommandQueue?: Queue | null;
  };
}

interface Queue {
  shift(): { readonly command: { reject(error: Error): void } } | undefined;
}

/** The connection reports its failures itself. */
function ignore(): void {}
