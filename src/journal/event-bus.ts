// The event bus within the program: subscribe by pattern, query, replay.

import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type EventPattern, matchesPattern } from '../event/event-pattern.ts';
import { backoff } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import { withRetry } from '../runtime/retry.ts';
import type { EventFilter } from './event-filter.ts';
import type { Journal, JournalEntry, JournalFeed, Position } from './journal.ts';
import { pagesOf } from './pages.ts';

export type EventHandler = (event: CanonicalEvent, position: Position) => void | Promise<void>;

export interface EventBus {
  /**
   * Calls `handler` with each event from now on whose type matches; events of one aggregate in order,
   * one at a time. A failed call is retried three times and then given up, without affecting other
   * handlers. The returned function ends it.
   */
  subscribe(pattern: EventPattern, handler: EventHandler): () => void;
  /** The first `limit` events of a project from an instant on (RFC 3339 UTC). */
  history(projectId: string, since: string, limit: number): Promise<CanonicalEvent[]>;
  query(filter: EventFilter, limit: number): Promise<CanonicalEvent[]>;
  /**
   * Calls `handler` with each stored event that matches the filter, in order, one at a time. Rejects with
   * what the handler threw. Returns the number of events.
   */
  replay(filter: EventFilter, handler: EventHandler): Promise<number>;
  /** How many handlers are subscribed. */
  readonly handlers: number;
}

interface Deps {
  readonly journal: Pick<Journal, 'query'>;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
}

const MAX_TRIES = 4;
const pauseMs = backoff({ firstMs: 200, factor: 5, maxMs: 5_000 });

export function createEventBus({ journal, feed, clock, log }: Deps): EventBus {
  let handlers = 0;

  async function handle({ position, event }: JournalEntry, handler: EventHandler): Promise<void> {
    const about = { type: event.type, position };
    try {
      await withRetry(async () => handler(event, position), {
        while: (_, tries) => tries < MAX_TRIES,
        ...{ pauseMs, clock },
        onFailure: (error) => log.warn({ ...about, reason: messageOf(error) }, 'handler_failed'),
      });
    } catch (error) {
      log.error({ ...about, reason: messageOf(error) }, 'handler_gave_up');
    }
  }

  const pages = (filter: EventFilter) =>
    pagesOf(journal, { filter, order: 'asc', limit: Number.POSITIVE_INFINITY });

  async function query(filter: EventFilter, limit: number): Promise<CanonicalEvent[]> {
    const events: CanonicalEvent[] = [];
    for await (const entries of pagesOf(journal, { filter, order: 'asc', limit })) {
      events.push(...entries.map(({ event }) => event));
    }
    return events;
  }

  return {
    subscribe(pattern, handler) {
      const inFlight = new Map<string, Promise<void>>();
      handlers += 1;
      const unfollow = feed.follow((entries) => {
        for (const entry of entries) {
          const { type, aggregate } = entry.event;
          if (!matchesPattern(pattern, type)) continue;
          const done = (inFlight.get(aggregate) ?? Promise.resolve())
            .then(() => handle(entry, handler))
            .finally(() => {
              if (inFlight.get(aggregate) === done) inFlight.delete(aggregate);
            });
          inFlight.set(aggregate, done);
        }
      });
      return () => {
        unfollow();
        handlers -= 1;
      };
    },
    history: (projectId, since, limit) => query({ projectIds: [projectId], since }, limit),
    query,
    async replay(filter, handler) {
      let count = 0;
      for await (const entries of pages(filter)) {
        for (const { event, position } of entries) await handler(event, position);
        count += entries.length;
      }
      return count;
    },
    get handlers() {
      return handlers;
    },
  };
}
