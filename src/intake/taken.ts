// Counts what was taken in: events that are new, and repeats.
import type { Clock } from '../clock.ts';
import type { Candidate, Position } from '../journal/journal.ts';
import type { Metrics } from '../metrics.ts';

interface Deps {
  readonly metrics: Pick<Metrics, 'eventJournalled' | 'repeatDropped'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** `positions` as the journal answered them: none for a repeat. */
export function countAppended(
  candidates: readonly Candidate[],
  positions: readonly (Position | undefined)[],
  { metrics, clock }: Deps,
): void {
  const now = clock.now();
  candidates.forEach(({ event, arrivedAt }, at) => {
    if (positions[at] === undefined) metrics.repeatDropped(event.dialect);
    else {
      const seconds = Math.max(0, now - arrivedAt) / 1_000;
      metrics.eventJournalled(event.type, event.projectId, seconds);
    }
  });
}
