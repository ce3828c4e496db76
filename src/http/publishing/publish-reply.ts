// The answer to publishing: the ids, the problems, or the result of a vote.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { type Decide, type Decision, isCounted } from '../../approvals/decisions/decide.ts';
import { reasonIn } from '../../approvals/requests/statement.ts';
import type { Members } from '../../audience/members.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { settledBy } from '../../event/event-types.ts';
import type { PublishResult } from '../../intake/publish.ts';
import type { Caller } from '../access/auth.ts';
import { enteredBy, voterOf } from '../access/caller-voter.ts';
import { type Problem, sendProblem } from '../request/problem.ts';
import { DECISION_REFUSALS, sendDecision } from './decision-reply.ts';
import { approvalIn, problemWith } from './publisher.ts';

/** For documents: with what publishing may be refused. A published decision counts as a vote. */
export const PUBLISH_REFUSALS = {
  ...DECISION_REFUSALS,
  not_found: {},
  event_invalid: {},
  event_failed: {},
} as const;

export const publishedAnswer = z.object({
  ids: z.array(z.string()).readonly().meta({ description: 'Those of the events, in order.' }),
});

export interface PublishDeps {
  readonly approvals: Pick<ApprovalStore, 'find' | 'pending'>;
  readonly decide: Decide;
  readonly members: Pick<Members, 'all'>;
}

interface Published {
  readonly result: PublishResult;
  readonly caller: Caller;
  /** How many messages were sent. */
  readonly count: number;
  /** Replaces the reasons for a refusal if the target does not exist for this caller. */
  readonly hidden?: Problem;
}

export async function sendPublished(
  reply: FastifyReply,
  { result, caller, count, hidden }: Published,
  deps: PublishDeps,
): Promise<FastifyReply> {
  switch (result.kind) {
    case 'published':
      return reply.code(202).send({ ids: result.ids });
    case 'invalid': {
      const isHidden = hidden !== undefined && result.errors.some(({ refused }) => refused);
      return sendProblem(reply, isHidden ? hidden : problemWith(result, count));
    }
    case 'vote': {
      const decision = await vote(result.event, caller, deps);
      return isCounted(decision)
        ? reply.code(202).send({ ids: [result.event.id] })
        : sendDecision(reply, decision, caller);
    }
  }
}

/** Counts as the vote of the token's holder, whoever the event names. */
async function vote(event: CanonicalEvent, caller: Caller, deps: PublishDeps): Promise<Decision> {
  const approval = await approvalIn(event, caller, deps.approvals);
  if (approval === undefined) return { kind: 'unknown' };
  const reason = reasonIn(event)?.trim() ?? '';
  return deps.decide({
    approvalId: approval.request.key,
    version: approval.request.version,
    verdict: settledBy(event.type) === 'approved' ? 'approve' : 'deny',
    voter: await voterOf(caller, deps.members),
    ...(reason === '' ? {} : { reason }),
    attempt: `web:${caller.tokenId}:event:${event.id}`,
    from: enteredBy(caller),
  });
}
