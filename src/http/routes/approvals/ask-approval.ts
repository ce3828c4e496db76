// POST /api/v1/approvals: asks for an approval, for scripts that would rather not compose an event.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Approval } from '../../../approvals/approval.ts';
import {
  answersQuestion,
  questionEvent,
  type ScriptQuestion,
} from '../../../approvals/requests/script-question.ts';
import type { JsonObject } from '../../../event/canonical-event.ts';
import { MAX_ID } from '../../../event/id-limit.ts';
import type { Publish } from '../../../intake/publish.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { defined } from '../../../runtime/defined.ts';
import type { Caller } from '../../access/auth.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Operation } from '../../documents/operation.ts';
import {
  PUBLISH_REFUSALS,
  type PublishDeps,
  sendPublished,
} from '../../publishing/publish-reply.ts';
import { authorOf } from '../../publishing/publisher.ts';
import { questionAnswer, questionKnownTo } from '../../reading/known-approval.ts';
import { type Problem, sendProblem } from '../../request/problem.ts';
import { parseInput } from '../../request/validate.ts';

interface Deps extends PublishDeps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly clock: Clock;
}

const ID_BYTES = 9;
/** A request is opened within milliseconds, unless events wait to be routed. */
const OPEN_MS = 8_000;
const LOOK_MS = { first: 10, max: 250 };

const id = (example: string) => {
  const expected = `expected text of 1 to ${MAX_ID} characters, like "${example}"`;
  return z
    .string(expected)
    .min(1, expected)
    .max(MAX_ID, expected)
    .optional()
    .meta({ examples: [example] });
};
const text = (example: string) => {
  const expected = `expected text of up to 65536 characters, like "${example}"`;
  return z
    .string(expected)
    .max(65_536, expected)
    .optional()
    .meta({ examples: [example] });
};
const ACTION = 'expected what is to be approved, like {"action":"kubectl apply -f shop.yaml"}';
const SECONDS = 'expected seconds above 0, like 600';
const CONTEXT = 'expected an object, like {"branch":"main"}';
const PERSON = 'expected who asks, like {"id":"agent-7","name":"Checkout agent"}';
const FIELDS =
  'expected only action, scope, reason, project_id, session_id, job_id, context, approval_id, timeout_seconds and requested_by, like {"action":"git push","context":{"branch":"main"}}';

const questionBody = z
  .strictObject(
    {
      action: z
        .string(ACTION)
        .max(65_536, ACTION)
        .refine((given) => given.trim() !== '', ACTION)
        .meta({ description: 'What is to be approved.' }),
      scope: text('push'),
      reason: text('all tests pass'),
      project_id: id('acme/shop'),
      session_id: id('s-1'),
      job_id: id('j-1'),
      approval_id: id('deploy-42').meta({
        description: 'The same one with the same words is the same request.',
        examples: ['deploy-42'],
      }),
      context: z
        .custom<JsonObject>(isObject, CONTEXT)
        .meta({ type: 'object', description: 'What helps to decide.' })
        .optional(),
      timeout_seconds: z
        .number(SECONDS)
        .positive(SECONDS)
        .optional()
        .meta({ description: 'After which it expires; without it, as the policy says.' }),
      requested_by: z
        .strictObject({ id: id('agent-7'), name: text('Checkout agent') }, PERSON)
        .optional(),
    },
    { error: ({ code }) => (code === 'unrecognized_keys' ? FIELDS : ACTION) },
  )
  .meta({
    examples: [
      {
        action: 'kubectl apply -f shop.yaml',
        reason: 'all tests pass',
        project_id: 'acme/shop',
        approval_id: 'deploy-42',
        timeout_seconds: 600,
      },
    ],
  });

const OPERATION: Operation = {
  id: 'askApproval',
  tag: 'approvals',
  summary: 'Ask for an approval',
  description:
    'The same `approval_id` with the same words is the same request, also once it is decided; other words change an open request, and ask anew after a decision. Wait for the outcome with `getApproval`.',
  body: { 'application/json': questionBody },
  answers: {
    201: {
      description: 'The request, as it stands.',
      content: { 'application/json': questionAnswer },
      headers: { Location: 'Where the request is.' },
    },
  },
  refusals: PUBLISH_REFUSALS,
};

export function registerAskApproval(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, clock } = deps;
  const options = { onRequest: admit('publish'), config: { operation: OPERATION } };
  app.post('/api/v1/approvals', options, async (request, reply) => {
    const body = parseInput(questionBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const question = questionOf(body.value, () => `ask-${clock.token(ID_BYTES)}`);
    const arrivedAt = clock.now();
    const found = await deps.approvals.find(question.approvalId);
    const event = questionEvent(question, new Date(arrivedAt).toISOString(), found);
    const message = { dialect: 'televibe', text: JSON.stringify(event), source: 'http', arrivedAt };
    const caller = callerOf(request);
    const result = await publish([message], authorOf(caller, deps));
    if (result.kind !== 'published')
      return sendPublished(reply, { result, caller, count: 1 }, deps);
    const approval = await untilOpened(question, deps);
    return sendOpened(reply, approval && { approval, caller, sent: body.value });
  });
}

interface Opened {
  readonly approval: Approval;
  readonly caller: Caller;
  readonly sent: z.infer<typeof questionBody>;
}

function sendOpened(reply: FastifyReply, opened: Opened | undefined): FastifyReply {
  // The store watch may have answered that the store is unavailable.
  if (reply.sent) return reply;
  if (opened === undefined) return sendProblem(reply, NOT_OPENED);
  const { approval, caller, sent } = opened;
  return reply
    .code(201)
    .header('location', `/api/v1/approvals/${encodeURIComponent(approval.request.key)}`)
    .send(questionKnownTo(caller, approval, sent));
}

const NOT_OPENED: Problem = {
  status: 503,
  code: 'unavailable',
  detail:
    'The request is stored, but not open yet, because earlier events come first; ask again with the same approval_id, which asks nothing twice.',
};

async function untilOpened(
  question: ScriptQuestion,
  { approvals, clock }: Pick<Deps, 'approvals' | 'clock'>,
): Promise<Approval | undefined> {
  const endsAt = clock.monotonic() + OPEN_MS;
  for (let pauseMs = LOOK_MS.first; ; pauseMs = Math.min(2 * pauseMs, LOOK_MS.max)) {
    const found = await approvals.find(question.approvalId);
    const approval = found.find((one) => answersQuestion(one, question));
    if (approval !== undefined || clock.monotonic() >= endsAt) return approval;
    await clock.sleep(pauseMs);
  }
}

function questionOf(body: z.infer<typeof questionBody>, newId: () => string): ScriptQuestion {
  const { action, scope, reason, context, approval_id: approvalId = newId() } = body;
  const { project_id: projectId, session_id: sessionId, job_id: jobId } = body;
  const { timeout_seconds: timeoutSeconds, requested_by: requestedBy } = body;
  return {
    approvalId,
    action,
    scope,
    reason,
    context,
    projectId,
    sessionId,
    jobId,
    timeoutSeconds,
    requestedBy: requestedBy && defined(requestedBy),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
