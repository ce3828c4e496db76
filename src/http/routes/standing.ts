// Standing approvals over HTTP: listing those in force, and stopping one.
import type { FastifyInstance } from 'fastify';
import type { StopStanding } from '../../approvals/decisions/stop-standing.ts';
import { standingJson } from '../../approvals/standing/standing-json.ts';
import type { StandingStore } from '../../approvals/standing/standing-store.ts';
import type { Members } from '../../audience/members.ts';
import { callerMaySee } from '../access/auth.ts';
import { voterOf } from '../access/caller-voter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { NOT_FOUND, type Problem, sendProblem } from '../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly standings: Pick<StandingStore, 'inForce'>;
  readonly stopStanding: StopStanding;
  readonly members: Pick<Members, 'all'>;
}

interface Path {
  readonly Params: { readonly id: string };
}

export function registerStanding(app: FastifyInstance, deps: Deps): void {
  const { admit, standings } = deps;

  app.get('/api/v1/standing', { onRequest: admit('read') }, async (request) => {
    const caller = callerOf(request);
    const inForce = await standings.inForce();
    return {
      standing: inForce.filter((one) => callerMaySee(caller, one.standing)).map(standingJson),
    };
  });

  const options = { onRequest: admit('decide') };
  app.delete<Path>('/api/v1/standing/:id', options, async (request, reply) => {
    const caller = callerOf(request);
    const { id } = request.params;
    const voter = await voterOf(caller, deps.members);
    const { kind } = await deps.stopStanding({ id, voter, from: `token ${caller.name}` });
    if (kind === 'stopped') return reply.code(204).send();
    return sendProblem(reply, kind === 'forbidden' ? NOT_THEIRS : NOT_FOUND);
  });
}

const NOT_THEIRS: Problem = {
  code: 'not_approver',
  detail:
    'The holder of this token may not end this; expected the token of whoever gave it, or of somebody who may decide such requests.',
};
