// Counts and logs what was ingested: new events, repeats, and what could not be written.

import type { AppendFailure, AppendResult, Candidate } from '../journal/journal.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';

interface Deps {
  readonly metrics: Pick<Metrics, 'eventJournalled' | 'repeatDropped'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

type Appended = Extract<AppendResult, { kind: 'appended' }>;

/** Returns the failures of events that are not in the journal. */
export function countAppended(
  candidates: readonly Candidate[],
  { positions, failures = [], problem }: Appended,
  { metrics, clock, log }: Deps,
): readonly AppendFailure[] {
  const now = clock.now();
  const lost = failures.filter(({ kind }) => kind === 'lost');
  const isLost = new Set(lost.map(({ index }) => index));
  candidates.forEach(({ event, arrivedAt }, at) => {
    if (isLost.has(at)) return;
    if (positions[at] === undefined) metrics.repeatDropped(event.dialect);
    else {
      const seconds = Math.max(0, now - arrivedAt) / 1_000;
      metrics.eventJournalled(event.type, event.projectId, seconds);
    }
  });
  for (const { index, kind, reason } of failures) {
    const event = candidates[index]?.event;
    const fields = { dialect: event?.dialect, type: event?.type, reason };
    if (kind === 'lost') log.error(fields, 'event_not_journalled');
    else log.error({ ...fields, position: positions[index] }, 'event_not_indexed');
  }
  if (problem !== undefined) log.error({ reason: problem }, 'journal_upkeep_failed');
  return lost;
}
