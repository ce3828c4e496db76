// Keeps deliver's Waker with BullMQ: a job is nothing but a wake-up for a chat, so it may come twice
// or be lost; what there is to send is in our own queue.
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Waker } from '../deliver/outbox-store.ts';
import { messageOf } from '../errors.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { untilConnected } from './until-connected.ts';

interface Deps {
  readonly redis: Redis;
  readonly prefix: string;
  readonly log: Logger;
}

const QUEUE = 'wake';
/** Chats that one replica visits at the same time. */
const CONCURRENCY = 32;

export function createWaker({ redis, prefix, log }: Deps): Waker & Service {
  let queue: Queue | undefined;
  return {
    name: 'waker',
    wake(chatId, delayMs) {
      queue?.add('chat', { chatId }, { delay: Math.max(0, Math.ceil(delayMs)) }).catch((error) => {
        log.warn({ chatId, reason: messageOf(error) }, 'wake_failed');
      });
    },
    async start() {
      await untilConnected(redis);
      queue = new Queue(QUEUE, {
        connection: redis,
        prefix,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
      });
      queue.on('error', (error) => log.debug({ reason: messageOf(error) }, 'waker_error'));
      await queue.waitUntilReady();
    },
    async stop() {
      await queue?.close();
      queue = undefined;
    },
  };
}

interface WorkerDeps extends Omit<Deps, 'redis'> {
  /** A connection of its own, because it waits for jobs. */
  readonly blocking: Redis;
}

/** Runs `visit` for each wake-up. */
export function createWakeWorker(
  deps: WorkerDeps,
  visit: (chatId: number) => Promise<void>,
): Service {
  const { blocking, prefix, log } = deps;
  let worker: Worker | undefined;
  return {
    name: 'wake-worker',
    async start() {
      await untilConnected(blocking);
      worker = new Worker(QUEUE, async (job) => visit(Number(job.data.chatId)), {
        connection: blocking,
        prefix,
        concurrency: CONCURRENCY,
        maxStalledCount: 50,
        drainDelay: 1,
      });
      worker.on('error', (error) => log.debug({ reason: messageOf(error) }, 'wake_worker_error'));
      worker.on('failed', (job, error) => {
        log.warn({ chatId: job?.data.chatId, reason: messageOf(error) }, 'visit_failed');
      });
      await worker.waitUntilReady();
    },
    async stop() {
      await worker?.close();
      worker = undefined;
    },
  };
}
