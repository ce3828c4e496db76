// GET /api/v1/events: the journal page by page, in the televibe shape.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Journal, JournalBounds, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createView } from '../access/event-filter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import type { Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { createEventJson } from '../reading/event-json.ts';
import { eventQuery, filterOf, limit, parseQuery, untilParam } from '../reading/query.ts';
import { type Problem, sendProblem } from '../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly journal: Pick<Journal, 'bounds' | 'query'>;
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
  readonly cursorsOf: CursorsOf;
  readonly formats: Formats;
}

const ORDER = 'expected asc or desc, like order=desc';
const CURSOR =
  'expected the value of next from an earlier answer of this journal, unchanged, like cursor=<next>';

const pageQuery = eventQuery.extend({
  until: untilParam.optional(),
  limit,
  order: z
    .enum(['asc', 'desc'], ORDER)
    .default('asc')
    .meta({ description: 'Oldest first, or newest first.', examples: ['desc'] }),
  cursor: z
    .string(CURSOR)
    .optional()
    .meta({
      description: 'The `next` of an earlier answer: goes on from there.',
      examples: ['e1.Zm9yIGV4YW1wbGU'],
    }),
});

const operation = (formats: Formats): Operation => ({
  id: 'listEvents',
  tag: 'events',
  summary: 'Stored events, page by page',
  description: 'Those that the caller may see, in the televibe shape.',
  query: pageQuery,
  answers: {
    200: {
      description: 'A page.',
      content: {
        'application/json': z.object({
          events: z.array(formats.written('televibe')),
          next: z.string().nullable().meta({ description: 'For `cursor`; null: no more.' }),
        }),
      },
    },
  },
  refusals: { cursor_unknown: {} },
});

export function registerQueryEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, journal, cursorsOf } = deps;
  const eventJson = createEventJson(deps);

  const options = { onRequest: admit('read'), config: { operation: operation(deps.formats) } };
  app.get('/api/v1/events', options, async (request, reply) => {
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
