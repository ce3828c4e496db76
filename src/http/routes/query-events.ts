// GET /api/v1/events: the journal page by page, in the televibe shape.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Journal, JournalBounds, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createView } from '../access/event-filter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { createEventJson } from '../reading/event-json.ts';
import { eventQuery, filterOf, instantParam, limit, parseQuery } from '../reading/query.ts';
import { type Problem, sendProblem } from '../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly journal: Pick<Journal, 'bounds' | 'query'>;
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
  readonly cursorsOf: CursorsOf;
}

const ORDER = 'expected asc or desc, like order=desc';
const CURSOR =
  'expected the value of next from an earlier answer of this journal, unchanged, like cursor=<next>';

const pageQuery = eventQuery.extend({
  until: instantParam.optional(),
  limit,
  order: z.enum(['asc', 'desc'], ORDER).default('asc'),
  cursor: z.string(CURSOR).optional(),
});

export function registerQueryEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, journal, cursorsOf } = deps;
  const eventJson = createEventJson(deps);

  app.get('/api/v1/events', { onRequest: admit('read') }, async (request, reply) => {
    const query = parseQuery(pageQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { limit, order, cursor, ...wanted } = query.value;
    const bounds = await journal.bounds();
    const cursors = await cursorsOf(bounds.epoch);
    const { filter, isLimited } = createView(callerOf(request), filterOf(wanted));
    const known = { bounds, cursors, isLimited };
    const after = cursor === undefined ? undefined : positionIn(cursor, known);
    if (after === 'unknown') return sendProblem(reply, INVALID_CURSOR);
    const start = after === undefined ? {} : { after };
    const { entries, next } = await journal.query({ filter, order, limit, ...start });
    const events = entries.flatMap(({ event }) => eventJson(event) ?? []);
    const nextText = JSON.stringify(next === undefined ? null : cursors.seal(next));
    reply.type('application/json');
    return `{"events":[${events.join(',')}],"next":${nextText}}`;
  });
}

const INVALID_CURSOR: Problem = {
  code: 'cursor_unknown',
  detail: `cursor: ${CURSOR}`,
  errors: [{ name: 'cursor', detail: CURSOR }],
};

interface Known {
  readonly bounds: JournalBounds;
  readonly cursors: Cursors;
  /** The caller may not see everything, so they must not find out by trying where the journal ends. */
  readonly isLimited: boolean;
}

/** A position beyond the end belongs to a journal that was lost. */
function positionIn(text: string, { bounds, cursors, isLimited }: Known): Position | 'unknown' {
  const cursor = cursors.open(text);
  if (cursor === undefined || cursor.epoch !== bounds.epoch) return 'unknown';
  const isGuess = isLimited && !cursor.isSealed;
  const isAhead = comparePositions(cursor.position, bounds.last) > 0;
  return isAhead && !isGuess ? 'unknown' : cursor.position;
}
