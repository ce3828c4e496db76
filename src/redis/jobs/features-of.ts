// Which feature request the things of deliveries belong to, found by following the links between them.

import type { Redis } from 'ioredis';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { madeByLink } from '../../event/thing-title.ts';
import { FEATURE, type Features } from '../../jobs/feature-job.ts';
import type { Keys } from '../scripts/keys.ts';
import { createFollowLinks, MAX_CHAIN } from './thing-links.ts';

/** Things that may belong to one. */
const OF_FEATURE = /^(?:feature|plan|execution|pr):/;

interface Walk {
  readonly from: string;
  thing: string;
  feature?: string;
}

export type FeaturesOf = (events: readonly CanonicalEvent[]) => Promise<Features>;

export function createFeaturesOf(redis: Redis, keys: Keys): FeaturesOf {
  const follow = createFollowLinks(redis, keys);

  /** One step along the links; returns the walks that can go on. */
  async function step(walks: readonly Walk[]): Promise<Walk[]> {
    const links = await follow(walks.flatMap(({ thing }) => [madeByLink(thing), thing]));
    return walks.filter((walk) => {
      if (FEATURE.test(walk.thing)) walk.feature ??= walk.thing;
      // What made a pull request says more of it than its repository does.
      const to = links.get(madeByLink(walk.thing)) ?? links.get(walk.thing);
      if (to !== undefined) walk.thing = to;
      return to !== undefined && !to.startsWith('project:');
    });
  }

  return async (events) => {
    const things = events.flatMap(thingOf);
    const walks = [...new Set(things)].map((from): Walk => ({ from, thing: from }));
    let open = walks;
    for (let steps = 0; open.length > 0 && steps < MAX_CHAIN; steps += 1) open = await step(open);
    return new Map(
      walks.flatMap(({ from, thing, feature }) => {
        const [, projectId] = /^project:(.*)$/s.exec(thing) ?? [];
        if (feature === undefined || projectId === undefined) return [];
        return [[from, { feature, projectId }] as const];
      }),
    );
  };
}

/** Nothing of an event that is none: whoever routes it says what is wrong with it. */
function thingOf(event: CanonicalEvent): string[] {
  try {
    const { jobId, projectId, aggregate } = event;
    const isOfThing = jobId === undefined && projectId !== undefined && OF_FEATURE.test(aggregate);
    return isOfThing ? [aggregate] : [];
  } catch {
    return [];
  }
}
