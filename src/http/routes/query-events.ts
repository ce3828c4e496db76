// GET /api/v1/events: the journal by pages, in the televibe shape.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Journal, JournalBounds, Position } from '../../journal/journal.ts';
import type { Logger } from '../../logger.ts';
import { comparePositions, formatCursor, parseCursor } from '../cursor.ts';
import { filterFor } from '../event-filter.ts';
import { createEventJson } from '../event-json.ts';
import { type Admit, callerOf } from '../gate.ts';
import { type Problem, sendProblem } from '../problem.ts';
import { eventQuery, filterOf, instant, limit, parseQuery } from '../query.ts';

interface Deps {
  readonly admit: Admit;
  readonly journal: Pick<Journal, 'bounds' | 'query'>;
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
}

const ORDER = 'expected asc or desc, like order=desc';
const CURSOR =
  'expected the text that an earlier answer of this journal gave as next, like cursor=e1.1772442000000-0';

const pageQuery = eventQuery.extend({
  until: instant.optional(),
  limit,
  order: z.enum(['asc', 'desc'], ORDER).default('asc'),
  cursor: z.string(CURSOR).optional(),
});

export function registerQueryEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, journal } = deps;
  const eventJson = createEventJson(deps);

  app.get('/api/v1/events', { onRequest: admit('read') }, async (request, reply) => {
    const query = parseQuery(pageQuery, request.query);
    if (query.kind === 'wrong') return sendProblem(reply, query.problem);
    const { limit, order, cursor, ...wanted } = query.value;
    const bounds = await journal.bounds();
    const after = cursor === undefined ? undefined : placeOf(cursor, bounds);
    if (after === 'unknown') return sendProblem(reply, WRONG_CURSOR);
    const filter = filterFor(callerOf(request), filterOf(wanted));
    const start = after === undefined ? {} : { after };
    const { entries, next } = await journal.query({ filter, order, limit, ...start });
    const events = entries.flatMap(({ event }) => eventJson(event) ?? []);
    const cursorText =
      next === undefined ? null : formatCursor({ epoch: bounds.epoch, position: next });
    reply.type('application/json');
    return `{"events":[${events.join(',')}],"next":${JSON.stringify(cursorText)}}`;
  });
}

const WRONG_CURSOR: Problem = {
  status: 400,
  code: 'cursor_unknown',
  detail: `cursor: ${CURSOR}`,
  errors: [{ name: 'cursor', detail: CURSOR }],
};

/** A place beyond the end is one of a journal that was lost. */
function placeOf(text: string, { epoch, last }: JournalBounds): Position | 'unknown' {
  const cursor = parseCursor(text);
  if (cursor === undefined || cursor.epoch !== epoch) return 'unknown';
  return comparePositions(cursor.position, last) > 0 ? 'unknown' : cursor.position;
}
