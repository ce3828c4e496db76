// Implements deliver's Waker with BullMQ: a job is only a wake-up for a chat, so it may come twice or be lost; what there
// is to send is in our own queue.
import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Waker } from '../../deliver/outbox-store.ts';
import type { Urgency } from '../../deliver/pace.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { untilConnected } from '../connection/until-connected.ts';

interface Deps {
  readonly redis: Redis;
  readonly prefix: string;
  readonly log: Logger;
}

const QUEUE = 'wake';
/**
 * Chats that one replica visits at the same time. Telegram may hold a call for 8 s before it refuses it,
 * and takes 30 a second: 240 held calls, and those whom they must not stop.
 */
const CONCURRENCY = 400;
/** Of those, how many may be for news; the others come back a little later. */
const NEWS_CONCURRENCY = 300;
const NEWS_BACK_MS = 250;
/** BullMQ takes wake-ups without a priority before all that have one. */
const NEWS_PRIORITY = 1;

interface WakeUp {
  readonly chatId: number;
  readonly urgency: Urgency;
}

export function createWaker({ redis, prefix, log }: Deps): Waker & Service {
  let queue: Queue | undefined;
  return {
    name: 'waker',
    wake(chatId, delayMs, urgency = delayMs > 0 ? 'news' : 'urgent') {
      const data: WakeUp = { chatId, urgency };
      const delay = Math.max(0, Math.ceil(delayMs));
      const priority = urgency === 'news' ? { priority: NEWS_PRIORITY } : {};
      queue?.add('chat', data, { delay, ...priority }).catch((error) => {
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
  readonly waker: Waker;
  /** A connection of its own, because it waits for jobs. */
  readonly blocking: Redis;
}

/** Runs `visit` for each wake-up. */
export function createWakeWorker(
  deps: WorkerDeps,
  visit: (chatId: number) => Promise<void>,
): Service {
  const { blocking, prefix, waker, log } = deps;
  let worker: Worker | undefined;
  let newsVisits = 0;

  async function run({ chatId, urgency }: WakeUp): Promise<void> {
    if (urgency === 'urgent') return visit(chatId);
    if (newsVisits >= NEWS_CONCURRENCY) return waker.wake(chatId, NEWS_BACK_MS);
    newsVisits += 1;
    try {
      await visit(chatId);
    } finally {
      newsVisits -= 1;
    }
  }

  return {
    name: 'wake-worker',
    async start() {
      await untilConnected(blocking);
      worker = new Worker(QUEUE, async (job) => run(job.data), {
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
