// Reports jobs that give no sign of life for as long as was agreed, and that they do again, as events of jobwire's own.
// Every replica runs this; one script takes and journals, so each report is made once. What is due is stored, and
// polled for.
import type { FileRoute } from '../audience/file-route.ts';
import { aggregateOf } from '../event/aggregate.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableUuid } from '../event/event-id.ts';
import type { Silence, SilenceStore } from '../jobs/silence-store.ts';
import type { Clock } from '../runtime/clock.ts';
import { defined } from '../runtime/defined.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import { silenceLimit } from './expected-sign.ts';

interface Deps {
  readonly store: SilenceStore;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly clock: Clock;
  readonly log: Logger;
}

const POLL_INTERVAL_MS = 500;

export function createSilenceReports({ store, routes, clock, log }: Deps): Service {
  /** Jobs whose failure has been logged; each is logged once until it recovers. */
  const failing = new Set<string>();

  /** A failure of one job does not hold up the others; it is retried at the next poll. */
  async function isolate({ key, job }: Silence, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failing.delete(key);
    } catch (error) {
      if (!failing.has(key)) {
        log.warn({ jobId: job.id, reason: messageOf(error) }, 'job_silence_not_reported');
      }
      failing.add(key);
    }
  }

  async function report(silence: Silence): Promise<void> {
    const { kind, key, job, forMs } = silence;
    // The policy may have changed since the job's last event.
    const isExpected = kind === 'heard' || silenceLimit(job, routes);
    if (!isExpected) return store.forget(key);
    await store.report(silence, reportOf(silence, clock.now()));
    log.info({ jobId: job.id, forMs }, `job_${kind}`);
  }

  return createLoop({ name: 'silence', clock, log, everyMs: POLL_INTERVAL_MS }, async () => {
    for (const silence of await store.due()) await isolate(silence, () => report(silence));
  });
}

/** One event for a silence and one for its end, whoever reports it and however often. */
export function reportOf(silence: Silence, now: number): CanonicalEvent {
  const { kind, key, job, since, forMs, heardAt } = silence;
  const { projectId, sessionId, id: jobId, visibility } = job;
  const type = `job.${kind}`;
  return {
    id: stableUuid(JSON.stringify([type, key, since])),
    type,
    time: heardAt ?? new Date(now).toISOString(),
    source: { component: 'jobwire' },
    ...defined({ projectId, sessionId, jobId }),
    aggregate: aggregateOf({ jobId }),
    visibility,
    recipients: 'all',
    data: { silent_seconds: Math.round(forMs / 1_000), last_sign_at: since },
    dialect: 'televibe',
    own: { writesGate: false },
  };
}
