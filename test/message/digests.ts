// For tests of digests: what becomes of events that one window gathered.
import { planDigest } from '../../src/batch/digest.ts';
import { describe } from '../../src/event/event-types.ts';
import type { Notice, TitledEvent } from '../../src/message/notice.ts';
import { groupOf } from '../../src/routing/flow.ts';

export type Digest = Extract<Notice, { kind: 'digest' }>;

/** The digest of these events, in their order. */
export function digestOf(
  events: readonly TitledEvent[],
  overflow: ReadonlyMap<string, number> = new Map(),
): Digest {
  const entries = events.map(({ event }, at) => ({
    position: `1-${at}`,
    group: groupOf(event),
    weight: describe(event).weight,
  }));
  const { groups, moreEvents, alert } = planDigest({ entries, overflow });
  const told = new Map(entries.map(({ position }, at) => [position, events[at]]));
  return {
    kind: 'digest',
    groups: groups.map(({ positions, more }) => ({
      events: positions.flatMap((position) => told.get(position) ?? []),
      more,
    })),
    moreEvents,
    alert,
  };
}
