// What the command line works with: all stores, without the bot. Part of the composition root.

import { createRedriveOf } from './app-redrive.ts';
import { createDeciding } from './app-routing.ts';
import { loadPolicies } from './app-settings.ts';
import { confirmedJournal, createPersistence } from './app-storage.ts';
import { createJobLogs, type JobLogs } from './app-tails.ts';
import type { Decide } from './approvals/decisions/decide.ts';
import type { StopStanding } from './approvals/decisions/stop-standing.ts';
import type { Config } from './config/load-config.ts';
import { decode, dialectNamed } from './dialects/all-dialects.ts';
import type { CanonicalEvent } from './event/canonical-event.ts';
import { createPublish, type Publish } from './intake/publish.ts';
import type { Redrive } from './intake/redrive.ts';
import { createEventBus, type EventBus } from './journal/event-bus.ts';
import { forwardCounts } from './monitoring/counted-elsewhere.ts';
import { createRedaction, type Redaction } from './redact/redaction.ts';
import { createTelevibeBus, type TelevibeBus } from './redis/bus/bus.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import { findMissingRights } from './redis/monitoring/rights.ts';
import { createServerFacts, type ServerFacts } from './redis/monitoring/server-facts.ts';
import { createReplayToChat, type ReplayToChat } from './redis/routing/replay-to-chat.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import { createHealth, type Health } from './runtime/health.ts';
import { createLifecycle, type Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import { createMetrics } from './runtime/metrics.ts';

type Kept = Pick<
  Storage,
  | 'journal'
  | 'board'
  | 'deadLetters'
  | 'tokens'
  | 'approvals'
  | 'standings'
  | 'members'
  | 'invitations'
  | 'chatBook'
>;

export interface Tools extends Service, Kept, Pick<JobLogs, 'readLog' | 'followLog'> {
  /** Publishes to the journal. */
  readonly publish: Publish;
  /** Publishes on the bus, to which jobwire subscribes too. */
  readonly televibe: TelevibeBus;
  readonly bus: EventBus;
  readonly redrive: Redrive;
  readonly decide: Decide;
  readonly stopStanding: StopStanding;
  readonly replayToChat: ReplayToChat;
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** What Redis reports about itself. */
  readonly serverFacts: () => Promise<ServerFacts>;
  /** Permissions that our Redis user lacks. */
  readonly missingRights: () => Promise<readonly string[]>;
  readonly health: Pick<Health, 'snapshot' | 'onChange'>;
  /** Why Redis does not let this command begin, while it is still tried again. */
  readonly refusal: () => string | undefined;
  /** For what people read; `--json` is for machines and not redacted. */
  readonly redaction: Redaction;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
}

const STOP_DEADLINE_MS = 4_000;

/** Once started, connected to the configured Redis, or to jobwire's own. */
export function createTools(config: Config, { clock, log }: Deps): Tools {
  const health = createHealth();
  const persistence = createPersistence(config, { clock, log, health, shared: true });
  const { server, storage, migrations } = persistence;
  const { redis, keys, journal, board, deadLetters, tokens } = storage;
  const { approvals, standings, members, chatBook, feed, waker } = storage;
  const metrics = forwardCounts(createMetrics(), storage.counts);
  const { decide, stopStanding } = createDeciding(storage, { clock, metrics });
  const redaction = createRedaction({ redact: config.redact });
  const { readLog, followLog } = createJobLogs(config, storage, { redaction, clock });
  const fileRoutes = async () => (await loadPolicies(config)).routes;
  const services = [...server.own, server.connections, migrations, waker, feed, metrics.service];
  return {
    ...createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS }),
    journal,
    board,
    deadLetters,
    tokens,
    approvals,
    standings,
    members,
    invitations: storage.invitations,
    chatBook,
    encode: dialectNamed('televibe').encode,
    health,
    refusal: migrations.refusal,
    redaction,
    readLog,
    followLog,
    serverFacts: createServerFacts(redis),
    missingRights: () => findMissingRights(redis, keys),
    publish: createPublish({
      decode,
      journal: confirmedJournal(storage),
      jobs: storage.silence,
      metrics,
      clock,
      log,
    }),
    televibe: reportUnavailable(createTelevibeBus(redis)),
    bus: createEventBus({ journal, feed, clock, log }),
    redrive: createRedriveOf(storage, { fileRoutes, metrics, clock, log }),
    decide,
    stopStanding,
    replayToChat: createReplayToChat({ redis, keys, waker }),
  };
}
