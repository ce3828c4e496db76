// Titles of the things that deliveries are about, found by following the links between them (journal/events.lua).
import type { Redis } from 'ioredis';
import type { ThingTitles } from '../../deliver/titled-events.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { titleLinkOf } from '../../event/thing-title.ts';
import { createStoredReader } from '../../runtime/stored/stored-reader.ts';
import type { Keys } from '../scripts/keys.ts';
import { createFollowLinks, MAX_CHAIN } from './thing-links.ts';

/** Aggregates that are no things with links. */
const OTHER_AGGREGATE = /^(?:(?:job|session|project):|system$)/;
/** A thing on its way to the project that it belongs to. */
interface Walk {
  thing: string;
  title?: string;
}

export function createThingTitles(
  redis: Redis,
  keys: Keys,
  reader = createStoredReader(),
): ThingTitles {
  const follow = createFollowLinks(redis, keys, reader);

  /** One step along the links; returns the walks that can go on. */
  async function step(walks: readonly Walk[]): Promise<Walk[]> {
    const next = await follow(walks.map(({ thing }) => thing));
    const moving = walks.flatMap((walk) => {
      const to = next.get(walk.thing);
      return to === undefined ? [] : [{ walk, to, name: titleLinkOf(walk.thing, to) }];
    });
    const untitled = moving.filter(({ walk }) => walk.title === undefined);
    const titles = await follow(untitled.map(({ name }) => name));
    for (const { walk, to, name } of moving) {
      const title = walk.title ?? titles.get(name);
      if (title !== undefined) walk.title = title;
      walk.thing = to;
    }
    return moving.map(({ walk }) => walk).filter(({ thing }) => !thing.startsWith('project:'));
  }

  return {
    async ofEvents(events) {
      const walks = events.map((event) => (isOfThing(event) ? { thing: event.aggregate } : {}));
      let open: Walk[] = walks.filter((walk): walk is Walk => 'thing' in walk);
      for (let steps = 0; open.length > 0 && steps < MAX_CHAIN; steps += 1) open = await step(open);
      return walks.map((walk: Partial<Walk>, at) => {
        const isOwn = walk.thing === `project:${events[at]?.projectId}`;
        return isOwn ? walk.title : undefined;
      });
    },
  };
}

function isOfThing({ jobId, aggregate }: CanonicalEvent): boolean {
  return jobId === undefined && !OTHER_AGGREGATE.test(aggregate);
}
