// Brings the data of a former version into the layout of this one, at the start, before anything else reads
// them. One program does it and the others wait. Killed anywhere, the next start finishes it.
import type { Redis } from 'ioredis';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../../runtime/lease.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { Keys } from '../scripts/keys.ts';
import { createFencedWriter } from './fenced-writer.ts';
import { type Layout, layoutKey, readLayout } from './layout.ts';
import type { Migration } from './migration.ts';
import { createWorkshop } from './staging.ts';

export interface Migrations extends Service {
  /** Resolves once the data have the layout of this version, and never before. */
  readonly done: Promise<void>;
  /** Why the last try failed, while it is still tried again. */
  refusal(): string | undefined;
  /** Writes down the layout of this version where nothing says which it is: Redis was emptied. */
  mark(): Promise<void>;
  /**
   * Throws `config_invalid` for data of a newer version, `taken` while a former version runs on the same
   * data, `unavailable` when stopped before the end.
   */
  start(): Promise<void>;
}

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'prefix' | 'journal' | 'lease'>;
  /** The layout of this version is what the last one makes. */
  readonly migrations: readonly Migration[];
  readonly lease: (name: string) => Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
  /** Commands that are sent at once; default 200. */
  readonly atOnce?: number;
}

/** Held by whoever migrates; the others wait for it. */
const LEASE = 'migration';
/** The router's: so nobody routes meanwhile, a former version neither. What is written is fenced by it. */
const FENCING_LEASE = 'router';
/** A killed former version's lease is over by then. */
const FORMER_ENDS_MS = 10_000;
const LOOK_AGAIN_MS = 200;
/** A server that refuses now (a replica, no memory, a disk that failed) may be mended. */
const RETRY_MS = 2_000;
const AT_ONCE = 200;

export function createMigrations(deps: Deps): Migrations {
  const stopping = new AbortController();
  let refusal: string | undefined;
  const current = deps.migrations.at(-1)?.to ?? 1;
  deps.health.report('layout', false, 'the data have not been looked at yet');
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });

  async function bringUp(): Promise<void> {
    for (;;) {
      const layout = await readLayout(deps.redis, deps.keys.prefix, current);
      if (targetOf(layout) > current) throw tooNew(targetOf(layout), current);
      if (layout.kind === 'at' && layout.version === current) return;
      if (stopping.signal.aborted) throw stoppedEarly();
      deps.health.report('layout', false, 'data of a former version are being moved');
      refusal = undefined;
      await oneStep(deps, stopping.signal);
    }
  }

  /** Where it is written down already, nothing is written: whoever only reads may do so while writes are refused. */
  async function mark(): Promise<void> {
    const key = layoutKey(deps.keys.prefix);
    if ((await deps.redis.exists(key)) === 0) await deps.redis.set(key, current, 'NX');
  }

  async function bringUpAndMark(): Promise<true> {
    await bringUp();
    await mark();
    return true;
  }

  function onFailure(error: unknown): void {
    const reason = messageOf(error);
    deps.health.report('layout', false, reason);
    if (reason !== refusal) deps.log.warn({ service: 'migrations', reason }, 'start_refused');
    refusal = reason;
  }

  return {
    name: 'migrations',
    done,
    mark,
    refusal: () => refusal,
    async start() {
      const { signal } = stopping;
      const isDone = await withRetry(bringUpAndMark, {
        while: (error) => isUnavailable(error) && !signal.aborted,
        pauseMs: () => RETRY_MS,
        ...{ clock: deps.clock, signal, onFailure },
      });
      if (isDone === undefined) throw stoppedEarly();
      deps.health.report('layout', true);
      refusal = undefined;
      finish();
    },
    stop: async () => stopping.abort(),
  };
}

function targetOf(layout: Layout): number {
  return layout.kind === 'at' ? layout.version : layout.to;
}

/** From the layout that is found to the next one; resolves early when somebody else is at it. */
async function oneStep(deps: Deps, signal: AbortSignal): Promise<void> {
  const own = deps.lease(LEASE);
  const router = deps.lease(FENCING_LEASE);
  if ((await own.acquireOrRenew()) === undefined) return deps.clock.sleep(LOOK_AGAIN_MS, signal);
  const over = new AbortController();
  const held = [own];
  const renewing = renew(held, deps.clock, over.signal);
  try {
    const fence = await untilFree(router, deps, signal);
    held.push(router);
    await migrate(deps, fence);
  } catch (error) {
    if (signal.aborted || !(error instanceof JobwireError && error.retry)) throw error;
    deps.log.warn({ reason: messageOf(error) }, 'migration_interrupted');
    await deps.clock.sleep(LOOK_AGAIN_MS, signal);
  } finally {
    over.abort();
    await renewing;
    await router.release();
    await own.release();
  }
}

async function migrate(deps: Deps, fence: number): Promise<void> {
  const { redis, keys, migrations, log, atOnce = AT_ONCE } = deps;
  const { prefix } = keys;
  // Somebody else may have been faster.
  const layout = await readLayout(redis, prefix, migrations.at(-1)?.to ?? 1);
  const migration = migrations.find(({ to }) => to === nextOf(layout));
  if (migration === undefined) return;
  const { to } = migration;
  const lease = { key: keys.lease(FENCING_LEASE), fence };
  const writer = createFencedWriter({ redis, keys, lease, atOnce });
  const workshop = createWorkshop({ redis, writer, prefix, to });
  log.info({ to }, 'migration_started');
  if (layout.kind === 'at') {
    await workshop.clear();
    await migration.build({ redis, prefix: `${prefix}:` }, workshop);
    await workshop.close();
  }
  if (layout.kind === 'at' || layout.phase === 'remove') await workshop.removeFormer();
  await workshop.moveIn();
  log.info({ to }, 'migration_done');
}

function nextOf(layout: Layout): number {
  return layout.kind === 'at' ? layout.version + 1 : layout.to;
}

/** Answers the fencing number of the router's lease, once no former version holds it. */
async function untilFree(router: Lease, { clock, log }: Deps, signal: AbortSignal) {
  const since = clock.monotonic();
  for (;;) {
    const fence = await router.acquireOrRenew();
    if (fence !== undefined) return fence;
    if (signal.aborted) throw stoppedEarly();
    if (clock.monotonic() - since > FORMER_ENDS_MS) throw formerRuns();
    log.debug({}, 'migration_waits_for_former_version');
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
}

/**
 * `held` may grow. A lease that can't be renewed may run out; then its fence stops what is written, and nobody needs
 * to hear of it here.
 */
async function renew(held: readonly Lease[], clock: Clock, over: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(LEASE_RENEWAL_MS, over);
    if (over.aborted) return;
    for (const lease of held) await lease.acquireOrRenew().catch(() => undefined);
  }
}

function stoppedEarly(): JobwireError {
  return new JobwireError('unavailable', 'stopped before the data of a former version were moved');
}

function formerRuns(): JobwireError {
  return new JobwireError(
    'taken',
    'A jobwire of a former version still runs on this Redis, whose data would be moved under its feet; expected it to be stopped first: stop every replica, then start the new version.',
  );
}

function tooNew(found: number, known: number): JobwireError {
  return new JobwireError(
    'config_invalid',
    `Redis holds data of a newer jobwire (layout ${found}); this one knows ${known}. Start the newer version again, or restore the backup that was made before it first ran.`,
  );
}
