// One of each kind of connection at work, as the parts of the program use them, and what each got.
import type { Redis } from 'ioredis';
import { vi } from 'vitest';
import type { RawMessage } from '../../../src/dialects/dialect.ts';
import type { Connections } from '../../../src/redis/connection/connect.ts';
import { createPubsubGaps, createSubscription } from '../../../src/redis/inlets/subscription.ts';
import { createWakeWorker } from '../../../src/redis/outbox/waker.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import type { LogBook } from '../../helpers/log-book.ts';

/** As in the program, five times as fast; no read waits for longer than a second here. */
export const QUICK = {
  askEveryMs: 200,
  commandsMs: 800,
  blockingMs: 1_500,
  subscriberMs: 800,
  handshakeMs: 800,
  workerMs: 1_800,
};
export const CHANNEL = 'news';

export interface Roles {
  readonly commands: Redis;
  readonly gaps: () => number;
  readonly reasons: () => string[];
  /** What each of them got from the master. */
  readonly seen: { answered: number; read: number; heard: number; woken: number };
  stop(): Promise<void>;
}

export async function startRoles({ client }: Connections, log: LogBook): Promise<Roles> {
  const seen = { answered: 0, read: 0, heard: 0, woken: 0 };
  const count = (role: keyof typeof seen) => {
    seen[role] += 1;
  };
  const commands = client('commands');
  const blocking = client('blocking');
  const subscriber = client('subscriber');
  const metrics = createMetrics();
  const gaps = vi.spyOn(metrics, 'gapSeen');
  const subscription = createSubscription({
    subscriber,
    pattern: CHANNEL,
    clock: systemClock,
    gaps: createPubsubGaps(CHANNEL, { log, metrics }),
    mailbox: {
      put() {
        count('heard');
        return true;
      },
    },
    about: () => ({ dialect: 'jobs' }) satisfies Partial<RawMessage>,
    onReady: () => void subscription.ensure().catch(() => {}),
    onLost: () => {},
  });
  subscription.start();
  await subscription.ensure();
  const worker = createWakeWorker(
    { blocking: client('blocking'), prefix: 'p', waker: { wake() {} }, log },
    async () => count('woken'),
  );
  await worker.start();
  let isOver = false;
  const readOn = async () => {
    while (!isOver) {
      const last = `${systemClock.now()}-0`;
      const found = await blocking.xread('BLOCK', 1_000, 'STREAMS', 's', last).catch(() => null);
      if (found !== null) count('read');
    }
  };
  const reading = readOn();
  return {
    commands,
    seen,
    gaps: () => gaps.mock.calls.length,
    reasons: () =>
      log.lines.flatMap(({ name, fields }) =>
        /^redis_(away|refuses)$/.test(name) ? [String(Reflect.get(fields, 'reason'))] : [],
      ),
    async stop() {
      isOver = true;
      subscription.stop();
      blocking.disconnect();
      await Promise.all([reading, worker.stop()]);
    },
  };
}
