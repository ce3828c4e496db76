// Standing approvals over HTTP: listing those in force, and stopping one.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StopStanding } from '../../../approvals/decisions/stop-standing.ts';
import { standingAnswer, standingJson } from '../../../approvals/standing/standing-json.ts';
import type { StandingStore } from '../../../approvals/standing/standing-store.ts';
import type { Members } from '../../../audience/members.ts';
import { callerMaySee } from '../../access/auth.ts';
import { enteredBy, voterOf } from '../../access/caller-voter.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Operation } from '../../documents/operation.ts';
import { pathId } from '../../reading/query.ts';
import { NOT_FOUND, type Problem, sendProblem } from '../../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly standings: Pick<StandingStore, 'inForce'>;
  readonly stopStanding: StopStanding;
  readonly members: Pick<Members, 'all'>;
}

interface Path {
  readonly Params: { readonly id: string };
}

const LIST: Operation = {
  id: 'listStanding',
  tag: 'approvals',
  summary: 'List standing approvals',
  description: 'Those that are in force: they approve later requests like the first one.',
  answers: {
    200: {
      description: 'All that the caller may see.',
      content: { 'application/json': z.object({ standing: z.array(standingAnswer) }) },
    },
  },
};

const STOP: Operation = {
  id: 'endStanding',
  tag: 'approvals',
  summary: 'End a standing approval',
  description: 'Later requests like it are asked again.',
  path: z.object({ id: pathId('The id of the standing approval.', 'Zm9yIGV4') }),
  answers: { 204: { description: 'It has ended.' } },
  refusals: { not_approver: {}, not_found: {} },
};

export function registerStanding(app: FastifyInstance, deps: Deps): void {
  const { admit, standings } = deps;

  const listing = { onRequest: admit('read'), config: { operation: LIST } };
  app.get('/api/v1/standing', listing, async (request) => {
    const caller = callerOf(request);
    const inForce = await standings.inForce();
    return {
      standing: inForce.filter((one) => callerMaySee(caller, one.standing)).map(standingJson),
    };
  });

  const options = { onRequest: admit('decide'), config: { operation: STOP } };
  app.delete<Path>('/api/v1/standing/:id', options, async (request, reply) => {
    const caller = callerOf(request);
    const { id } = request.params;
    const voter = await voterOf(caller, deps.members);
    const { kind } = await deps.stopStanding({ id, voter, from: enteredBy(caller) });
    if (kind === 'stopped') return reply.code(204).send();
    return sendProblem(reply, kind === 'forbidden' ? NOT_THEIRS : NOT_FOUND);
  });
}

const NOT_THEIRS: Problem = {
  code: 'not_approver',
  detail:
    'The holder of this token may not end this; expected the token of whoever gave it, or of somebody who may decide such requests.',
};
