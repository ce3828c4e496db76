// How dead letters are tried again, for the bot, the HTTP API and the command line. Part of the composition root.

import type { FileRoute } from './audience/file-route.ts';
import { decode } from './dialects/all-dialects.ts';
import { createRedrive, type Redrive } from './intake/redrive.ts';
import type { Storage } from './redis/storage.ts';
import { createRedeliver } from './routing/redeliver.ts';
import type { Clock } from './runtime/clock.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';

type RedriveStorage = Pick<
  Storage,
  'deadLetters' | 'journal' | 'followerAside' | 'chatBook' | 'currentChat' | 'redriveStore'
>;

interface Deps {
  /** From the policy file. */
  readonly fileRoutes: () => Promise<readonly FileRoute[]>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createRedriveOf(
  { deadLetters, journal, followerAside, chatBook, currentChat, redriveStore }: RedriveStorage,
  { fileRoutes, metrics, clock, log }: Deps,
): Redrive {
  const redeliver = createRedeliver({ journal, chatBook, currentChat, redriveStore, fileRoutes });
  return createRedrive({
    deadLetters,
    decode,
    journal,
    followerAside,
    redeliver,
    metrics,
    clock,
    log,
  });
}
