// Creates, lists and revokes tokens, for admins of all projects. A secret is shown only once.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  hasMetricsOfOthers,
  type NewToken,
  SCOPES,
  type Token,
  type TokenStore,
} from '../../audience/tokens.ts';
import { defined } from '../../runtime/defined.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Admit, callerOf, refuseLimited } from '../access/gate.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import { parseInput } from '../request/validate.ts';

interface Deps {
  readonly admit: Admit;
  readonly tokens: TokenStore;
  readonly log: Logger;
}

interface Path {
  readonly Params: { readonly id: string };
}

const BODY =
  'expected an object with name, scopes and optionally projects and user_id, like {"name":"ci","scopes":["publish"],"projects":["shop"]}';
const NAME = 'expected 1 to 100 characters without line breaks, like "ci"';
const SCOPE_LIST = `expected a list of ${SCOPES.join(', ')}, like ["read","decide"]`;
const PROJECTS =
  'expected a list of 1 to 1000 project ids, like ["shop"]; without it the token is for all projects';
const NO_METRICS =
  'metrics cover all projects, so a token limited to some can not have that scope; expected one or the other, like {"name":"prometheus","scopes":["metrics"]}';
const USER_ID = 'expected the id of a person, like "7001"';

/** Strict, because a typo such as `project` for `projects` would create a token for all projects. */
const newToken = z
  .strictObject(
    {
      name: z.string(NAME).regex(/^\P{Cc}{1,100}$/u, NAME),
      scopes: z
        .array(z.enum(SCOPES, SCOPE_LIST), SCOPE_LIST)
        .min(1, SCOPE_LIST)
        .transform((scopes) => [...new Set(scopes)]),
      projects: z
        .array(z.string(PROJECTS).min(1, PROJECTS).max(512, PROJECTS), PROJECTS)
        .min(1, PROJECTS)
        .max(1_000, PROJECTS)
        .transform((projects) => [...new Set(projects)])
        .optional(),
      user_id: z
        .union([z.string().regex(/^\P{Cc}{1,200}$/u), z.int()], USER_ID)
        .transform(String)
        .optional(),
    },
    BODY,
  )
  .refine((token) => !hasMetricsOfOthers(token), { path: ['projects'], error: NO_METRICS });

export function registerTokens(app: FastifyInstance, { admit, tokens, log }: Deps): void {
  const options = { onRequest: [admit('admin'), refuseLimited] };

  app.post('/api/v1/tokens', options, async (request, reply) => {
    const body = parseInput(newToken, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const { token, secret } = await tokens.create(fieldsOf(body.value));
    log.info({ tokenId: token.id, by: callerOf(request).tokenId }, 'token_created');
    return reply.code(201).send({ ...tokenJson(token), token: secret });
  });

  app.get('/api/v1/tokens', options, async () => ({
    tokens: (await tokens.list()).map(tokenJson),
  }));

  app.delete<Path>('/api/v1/tokens/:id', options, async (request, reply) => {
    const { id } = request.params;
    if (!(await tokens.revoke(id))) return sendProblem(reply, NOT_FOUND);
    log.info({ tokenId: id, by: callerOf(request).tokenId }, 'token_revoked');
    return reply.code(204).send();
  });
}

function fieldsOf({ name, scopes, projects, user_id }: z.infer<typeof newToken>): NewToken {
  return {
    name,
    scopes,
    ...defined({ projects, userId: user_id }),
  };
}

function tokenJson({ id, name, scopes, projects, userId, createdAt }: Token) {
  return {
    id,
    name,
    scopes,
    ...defined({ projects, user_id: userId }),
    created_at: createdAt,
  };
}
