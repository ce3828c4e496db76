// Bounds the links of one event: each costs Redis as much as an event.
import type { Candidate } from '../journal/journal.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';

/** A plan has about ten steps, an execution one plan, so honest producers stay far below. */
export const MAX_LINKS = 100;

interface Deps {
  readonly metrics: Pick<Metrics, 'linksLeftOut'>;
  readonly log: Logger;
}

/** The same, with their first links. */
export function withBoundedLinks(
  candidates: readonly Candidate[],
  { metrics, log }: Deps,
): readonly Candidate[] {
  return candidates.map((candidate) => {
    const { event, links = [] } = candidate;
    const leftOut = links.length - MAX_LINKS;
    if (leftOut <= 0) return candidate;
    metrics.linksLeftOut(event.dialect, leftOut);
    log.warn({ dialect: event.dialect, type: event.type, leftOut }, 'event_links_left_out');
    return { ...candidate, links: links.slice(0, MAX_LINKS) };
  });
}
