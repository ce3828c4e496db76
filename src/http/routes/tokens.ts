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
import { MAX_ID } from '../../event/id-limit.ts';
import { defined } from '../../runtime/defined.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Admit, callerOf, refuseLimited } from '../access/gate.ts';
import type { Operation } from '../documents/operation.ts';
import { pathId } from '../reading/query.ts';
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
      name: z
        .string(NAME)
        .regex(/^\P{Cc}{1,100}$/u, NAME)
        .meta({ description: 'Its purpose, for people.' }),
      scopes: z
        .array(z.enum(SCOPES, SCOPE_LIST), SCOPE_LIST)
        .min(1, SCOPE_LIST)
        .meta({ description: 'What it may do; `admin` includes all others.' })
        .transform((scopes) => [...new Set(scopes)]),
      projects: z
        .array(z.string(PROJECTS).min(1, PROJECTS).max(MAX_ID, PROJECTS), PROJECTS)
        .min(1, PROJECTS)
        .max(1_000, PROJECTS)
        .meta({ description: 'The only projects that it may access; without it, all.' })
        .transform((projects) => [...new Set(projects)])
        .optional(),
      user_id: z
        .union([z.string().regex(/^\P{Cc}{1,200}$/u), z.int()], USER_ID)
        .meta({ description: 'The person who holds it, in Telegram or in another system.' })
        .transform(String)
        .optional(),
    },
    BODY,
  )
  .refine((token) => !hasMetricsOfOthers(token), { path: ['projects'], error: NO_METRICS })
  .meta({ examples: [{ name: 'ci', scopes: ['publish'], projects: ['shop'] }] });

const tokenAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    projects: z.array(z.string()).readonly().exactOptional(),
    user_id: z.string().exactOptional(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Token', description: 'A token without its secret. Without `projects`: for all.' });

const createdAnswer = tokenAnswer
  .extend({ token: z.string().meta({ description: 'Its secret, shown this once.' }) })
  .meta({ id: 'CreatedToken', description: 'A token with its secret.' });

const tokensAnswer = z.object({ tokens: z.array(tokenAnswer) });

const FOR_ADMINS =
  'For admins of all projects: otherwise an admin of some could make a token for all.';

const CREATE: Operation = {
  id: 'createToken',
  tag: 'admin',
  summary: 'Create a token',
  description: `The secret is in this answer alone; only its hash is kept. ${FOR_ADMINS}`,
  body: { 'application/json': newToken },
  answers: {
    201: { description: 'The token.', content: { 'application/json': createdAnswer } },
  },
};

const LIST: Operation = {
  id: 'listTokens',
  tag: 'admin',
  summary: 'List all tokens',
  description: `Oldest first, without their secrets. ${FOR_ADMINS}`,
  answers: {
    200: { description: 'All tokens.', content: { 'application/json': tokensAnswer } },
  },
};

const REVOKE: Operation = {
  id: 'revokeToken',
  tag: 'admin',
  summary: 'Revoke a token',
  description: `It stops working at once; streams that it opened end. ${FOR_ADMINS}`,
  path: z.object({ id: pathId('The id of the token.', 'tk_1') }),
  answers: { 204: { description: 'It is revoked.' } },
  refusals: { not_found: {} },
};

export function registerTokens(app: FastifyInstance, { admit, tokens, log }: Deps): void {
  const options = { onRequest: [admit('admin'), refuseLimited] };

  app.post(
    '/api/v1/tokens',
    { ...options, config: { operation: CREATE } },
    async (request, reply) => {
      const body = parseInput(newToken, request.body, { status: 422, whole: 'body' });
      if (body.kind === 'invalid') return sendProblem(reply, body.problem);
      const { token, secret } = await tokens.create(fieldsOf(body.value));
      log.info({ tokenId: token.id, by: callerOf(request).tokenId }, 'token_created');
      return reply.code(201).send({ ...tokenJson(token), token: secret });
    },
  );

  app.get('/api/v1/tokens', { ...options, config: { operation: LIST } }, async () => ({
    tokens: (await tokens.list()).map(tokenJson),
  }));

  const revoking = { ...options, config: { operation: REVOKE } };
  app.delete<Path>('/api/v1/tokens/:id', revoking, async (request, reply) => {
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

function tokenJson(token: Token): z.infer<typeof tokenAnswer> {
  const { id, name, scopes, projects, userId, createdAt } = token;
  return {
    id,
    name,
    scopes,
    ...defined({ projects, user_id: userId }),
    created_at: createdAt,
  };
}
