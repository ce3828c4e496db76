// Dead letters over HTTP, for admins of all projects: listing, trying one again, dropping one.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Redrive, RedriveResult } from '../../../intake/redrive.ts';
import type { DeadLetterStage, DeadLetters, StoredDeadLetter } from '../../../journal/journal.ts';
import type { Logger } from '../../../runtime/logger.ts';
import { type Admit, callerOf, refuseLimited } from '../../access/gate.ts';
import { parseQuery } from '../../reading/query.ts';
import { NOT_FOUND, type Problem, sendProblem } from '../../request/problem.ts';
import {
  DROP_DEAD_LETTER,
  type deadLettersAnswer,
  deadLettersQuery,
  LIST_DEAD_LETTERS,
  RETRY_DEAD_LETTER,
  type retriedAnswer,
} from './dead-letter-operations.ts';

interface Deps {
  readonly admit: Admit;
  /** As people may read them. */
  readonly deadLetters: Pick<DeadLetters, 'list' | 'get' | 'drop' | 'count'>;
  readonly redrive: Redrive;
  readonly log: Logger;
}

interface Path {
  readonly Params: { readonly id: string };
}

type DeadLettersAnswer = z.infer<typeof deadLettersAnswer>;
type Retried = z.infer<typeof retriedAnswer>;

/** Read at once, since each may weigh a megabyte. */
const BATCH = 10;
const MAX_LENGTH = { source: 500, reason: 1_000, raw: 2_000 } as const;

export function registerDeadLetters(app: FastifyInstance, deps: Deps): void {
  const { admit, deadLetters, redrive, log } = deps;
  const onRequest = [admit('admin'), refuseLimited];

  const listing = { onRequest, config: { operation: LIST_DEAD_LETTERS } };
  app.get('/api/v1/dead-letters', listing, async (request, reply) => {
    const query = parseQuery(deadLettersQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const [page, count] = await Promise.all([
      readPage(deadLetters, query.value),
      deadLetters.count(),
    ]);
    return { ...page, count } satisfies DeadLettersAnswer;
  });

  const retrying = { onRequest, config: { operation: RETRY_DEAD_LETTER } };
  app.post<Path>('/api/v1/dead-letters/:id/retry', retrying, async (request, reply) => {
    const { id } = request.params;
    const letter = await deadLetters.get(id);
    if (letter === undefined) return sendProblem(reply, NOT_FOUND);
    const redriven = await redrive(id);
    const by = callerOf(request).tokenId;
    log.info({ letter: id, result: redriven.kind, by }, 'dead_letter_retried');
    return sendRetried(reply, redriven, letter.stage);
  });

  const dropping = { onRequest, config: { operation: DROP_DEAD_LETTER } };
  app.delete<Path>('/api/v1/dead-letters/:id', dropping, async (request, reply) => {
    const { id } = request.params;
    if (!(await deadLetters.drop(id))) return sendProblem(reply, NOT_FOUND);
    log.info({ letter: id, by: callerOf(request).tokenId }, 'dead_letter_dropped');
    return reply.code(204).send();
  });
}

async function readPage(
  deadLetters: Pick<DeadLetters, 'list'>,
  { stage, limit, cursor }: z.infer<typeof deadLettersQuery>,
): Promise<Pick<DeadLettersAnswer, 'dead_letters' | 'next'>> {
  const found: DeadLettersAnswer['dead_letters'] = [];
  let before = cursor;
  // One more than is shown, to see whether there are more.
  for (let isMore = true; isMore && found.length <= limit; ) {
    const wanted = Math.min(BATCH, limit + 1 - found.length);
    const batch = await deadLetters.list(wanted, stage, before);
    found.push(...batch.map(letterJson));
    before = batch.at(-1)?.id;
    isMore = batch.length === wanted;
  }
  const shown = found.slice(0, limit);
  return { dead_letters: shown, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

function letterJson({ entryId, failedAt, ...letter }: StoredDeadLetter) {
  const { id, stage, source, reason, raw, attempts } = letter;
  return {
    id,
    stage,
    source: beginning(source, MAX_LENGTH.source),
    entry_id: beginning(entryId, MAX_LENGTH.source),
    reason: beginning(reason, MAX_LENGTH.reason),
    raw: beginning(raw, MAX_LENGTH.raw),
    is_cut: raw.length > MAX_LENGTH.raw,
    attempts,
    failed_at: failedAt,
  };
}

/** Never ends inside a character. */
function beginning(text: string, units: number): string {
  return text.slice(0, units).replace(/[\ud800-\udbff]$/, '');
}

function sendRetried(
  reply: FastifyReply,
  redriven: RedriveResult,
  stage: DeadLetterStage,
): FastifyReply {
  switch (redriven.kind) {
    case 'unknown':
      return sendProblem(reply, NOT_FOUND);
    case 'still_dead':
      return sendProblem(reply, stillDead(redriven.reason, stage));
    case 'journalled': {
      const { kind: result, eventId } = redriven;
      return sendAccepted(reply, {
        result,
        ...(eventId === undefined ? {} : { event_id: eventId }),
      });
    }
    case 'routed':
      return sendAccepted(reply, { result: redriven.kind, event_id: redriven.eventId });
    case 'queued':
      return sendAccepted(reply, { result: redriven.kind, follower: redriven.follower });
    case 'requeued':
      return sendAccepted(reply, { result: redriven.kind, chat_id: redriven.chatId });
  }
}

function sendAccepted(reply: FastifyReply, retried: Retried): FastifyReply {
  return reply.code(202).send(retried);
}

/** What can't be read may be mended by its producer; what came too late for its chat or follower can't be. */
function stillDead(reason: string, stage: DeadLetterStage): Problem {
  const isOutdated = stage === 'delivering' || stage === 'following';
  const detail = `It stays a dead letter: ${beginning(reason, MAX_LENGTH.reason)}`;
  return isOutdated
    ? {
        code: 'dead_letter_outdated',
        detail: `${detail} Drop it, or retry it once that has changed.`,
      }
    : {
        code: 'dead_letter_unusable',
        detail: `${detail} Drop it; its producer has to send it anew.`,
      };
}
