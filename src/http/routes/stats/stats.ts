// GET /api/v1/stats: events and failures over time, cost by project, time to decision.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../../../runtime/clock.ts';
import { defined } from '../../../runtime/defined.ts';
import type { Durations } from '../../../stats/decision-times.ts';
import type { ReadStats, Stats } from '../../../stats/stats.ts';
import { BUCKETS, bucketsIn, type TimeRange, usualBucketMs } from '../../../stats/time-buckets.ts';
import { createView } from '../../access/event-filter.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import { createSharedAnswers } from '../../pacing/shared-answers.ts';
import { createTaskLimiter } from '../../pacing/task-limiter.ts';
import { parseQuery } from '../../reading/query.ts';
import { type Problem, sendProblem } from '../../request/problem.ts';
import { GET_STATS, type StatsAnswer, statsQuery } from './stats-schema.ts';

interface Deps {
  readonly admit: Admit;
  readonly readStats: ReadStats;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

const DAY_MS = 86_400_000;
const MAX_DAYS = 366;
const MAX_BUCKETS = 400;
/** For so long an answer is good enough for whoever asks the same. */
const SHARED_MS = 5_000;
/** Each reads up to 50,000 events. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 20;

export function registerStats(app: FastifyInstance, { admit, readStats, clock }: Deps): void {
  const share = createSharedAnswers<Stats>({ clock, keptMs: SHARED_MS });
  const inTurn = createTaskLimiter(MAX_AT_ONCE);
  let unanswered = 0;

  const options = { onRequest: admit('read'), config: { operation: GET_STATS } };
  app.get('/api/v1/stats', options, async (request, reply) => {
    const query = parseQuery(statsQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const range = rangeOf(query.value, clock.now());
    const bucketMs = query.value.bucket ? BUCKETS[query.value.bucket] : usualBucketMs(range);
    const problem = problemOf(range, bucketMs);
    if (problem !== undefined) return sendProblem(reply, problem);
    if (unanswered >= MAX_WAITING) return sendProblem(reply, TOO_MANY);
    const since = new Date(range.sinceMs).toISOString();
    const until = new Date(range.untilMs).toISOString();
    const wanted = { ...defined({ projectId: query.value.project_id }), since, until };
    const view = createView(callerOf(request), wanted);
    const { projectIds, publicOnly } = view.filter;
    const filter = { since, until, ...defined({ projectIds, publicOnly }) };
    unanswered += 1;
    try {
      const stats = await share(`${bucketMs} ${view.key}`, () =>
        inTurn(() => readStats({ filter, bucketMs })),
      );
      return statsJson(stats, { since, until, bucketMs });
    } finally {
      unanswered -= 1;
    }
  });
}

/** The last day, unless something else is asked for. Until now means the end of these few seconds: one answer for all. */
function rangeOf({ since, until }: z.infer<typeof statsQuery>, nowMs: number): TimeRange {
  const untilMs = until ? Date.parse(until) : Math.ceil(nowMs / SHARED_MS) * SHARED_MS;
  return { untilMs, sinceMs: since ? Date.parse(since) : untilMs - DAY_MS };
}

function problemOf(range: TimeRange, bucketMs: number): Problem | undefined {
  const { sinceMs, untilMs } = range;
  if (sinceMs >= untilMs) {
    return invalid('since', 'expected an instant before until, like since=2026-03-02T09:00:00Z');
  }
  if (untilMs - sinceMs > MAX_DAYS * DAY_MS) {
    return invalid('since', `expected at most ${MAX_DAYS} days up to until`);
  }
  const count = bucketsIn(range, bucketMs);
  if (count <= MAX_BUCKETS) return undefined;
  return invalid(
    'bucket',
    `would divide that time into ${count} parts; expected at most ${MAX_BUCKETS}, like bucket=1d`,
  );
}

function invalid(name: string, detail: string): Problem {
  return {
    status: 400,
    code: 'input_invalid',
    detail: `${name}: ${detail}`,
    errors: [{ name, detail }],
  };
}

const TOO_MANY: Problem = {
  status: 503,
  code: 'unavailable',
  detail: 'Too many ask for numbers at the moment; try again in a few seconds.',
};

interface Asked {
  readonly since: string;
  readonly until: string;
  readonly bucketMs: number;
}

function statsJson({ events, cost, decisions }: Stats, asked: Asked): StatsAnswer {
  const { since, until, bucketMs } = asked;
  return {
    since,
    until,
    bucket_seconds: bucketMs / 1_000,
    buckets: [...events.buckets],
    truncated: events.countedSince !== undefined,
    counted_since: events.countedSince ?? null,
    cost: cost.map(({ projectId = null, usd, jobs }) => ({ project_id: projectId, usd, jobs })),
    decisions: {
      ...durationsJson(decisions),
      projects: decisions.projects.map(({ projectId = null, ...took }) => ({
        project_id: projectId,
        ...durationsJson(took),
      })),
    },
  };
}

function durationsJson({ count, medianMs, p90Ms }: Durations) {
  return { count, median_seconds: seconds(medianMs), p90_seconds: seconds(p90Ms) };
}

function seconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1_000;
}
