// Every error answer, as application/problem+json (RFC 9457): what was wrong, what was expected, an
// example; never what lies inside.

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { defined } from '../../runtime/defined.ts';
import { type ErrorCode, JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/**
 * What the routes refuse: the stable end of a problem's `type`, and its status. What fails has a code and
 * a status of its own, in runtime/errors.ts.
 */
const REFUSALS = {
  cursor_unknown: 400,
  unauthenticated: 401,
  not_approver: 403,
  origin_refused: 403,
  scope_missing: 403,
  self_approval: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_decided: 409,
  id_ambiguous: 409,
  request_changed: 409,
  host_unknown: 421,
  event_invalid: 422,
  reason_needed: 422,
  too_many_guesses: 429,
  event_failed: 500,
} as const;

interface Described {
  /** For people. */
  readonly detail: string;
  /** One line for each input that was wrong. */
  readonly errors?: readonly InputError[];
}

interface Refused extends Described {
  readonly code: keyof typeof REFUSALS;
}

/** Input of a wrong form may be so in several ways, each with a status of its own. */
interface Failed extends Described {
  readonly code: ErrorCode;
  readonly status: number;
}

export type Problem = Refused | Failed;

interface InputError {
  /** Of a parameter or field. */
  readonly name?: string;
  /** Of an item in a list, from 0. */
  readonly index?: number;
  readonly detail: string;
}

const MEDIA_TYPE = 'application/problem+json';

/** What is away comes back within seconds, or somebody has to act. */
const RETRY_AFTER_S = 2;

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem);
  if (status === 503) reply.header('retry-after', RETRY_AFTER_S);
  return reply.code(status).type(MEDIA_TYPE).send(problemText(problem));
}

/** A problem with members of its own beside the usual ones (RFC 9457, 3.2). */
export function sendProblemWith(
  reply: FastifyReply,
  problem: Problem,
  members: Readonly<Record<string, unknown>>,
): FastifyReply {
  const text = JSON.stringify({ ...JSON.parse(problemText(problem)), ...members });
  return reply.code(statusOf(problem)).type(MEDIA_TYPE).send(text);
}

/** The same answer for whatever is not there, or is not there for this caller. */
export const NOT_FOUND: Problem = {
  code: 'not_found',
  detail: 'There is nothing here for you. The routes begin with /events, /api/v1/ or /healthz.',
};

/** Answers what a route throws, what Fastify refuses, and what has no route. */
export function registerProblems(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, NOT_FOUND));
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    const fields = () => ({
      method: request.method,
      route: request.routeOptions.url ?? '',
      reason: messageOf(error),
    });
    // Whoever is away is reported once, by whoever notices.
    if (problem.status === 503) log.debug(fields(), 'http_request_refused');
    else if (problem.status >= 500) log.error(fields(), 'http_request_failed');
    return sendProblem(reply, problem);
  });
}

function statusOf(problem: Problem): number {
  return 'status' in problem ? problem.status : REFUSALS[problem.code];
}

export function problemOf(error: unknown): Failed {
  if (error instanceof JobwireError) {
    const { status, code } = error;
    return { status, code, detail: status < 500 ? error.message : insideOut(status) };
  }
  const { statusCode: status = 500, code = '' } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_HANDLER_TIMEOUT') {
    return { status: 503, code: 'unavailable', detail: insideOut(503) };
  }
  if (status < 400 || status >= 500) return { status: 500, code: 'bug', detail: insideOut(500) };
  return { status, code: 'input_invalid', detail: DETAILS[code] ?? DETAILS.other };
}

/** Of Fastify's errors; it may get more of them. */
const DETAILS: Readonly<Record<string, string>> & { readonly other: string } = {
  FST_ERR_BAD_URL:
    'The address can not be decoded; expected UTF-8 in %XX form, like /events?project_id=a%2Fb.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too big; an event may have up to 1 MiB (1048576 bytes).',
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    'The body has a type that is not known here; expected Content-Type: application/json, application/cloudevents+json or application/cloudevents-batch+json where CloudEvents are taken, or their attributes as headers, like ce-specversion: 1.0.',
  FST_ERR_CTP_INVALID_JSON_BODY:
    'The body is not JSON; expected an object like {"event_type":"job.started","data":{}}.',
  FST_ERR_CTP_EMPTY_JSON_BODY:
    'The body is empty; expected an object like {"event_type":"job.started","data":{}}.',
  other: 'The request can not be understood; expected HTTP/1.1, like GET /events.',
};

export const WRONG_MEDIA_TYPE: Problem = {
  status: 415,
  code: 'input_invalid',
  detail: DETAILS.FST_ERR_CTP_INVALID_MEDIA_TYPE ?? DETAILS.other,
};

function insideOut(status: number): string {
  return status === 503
    ? 'Something that jobwire needs is away just now; try again in a few seconds, and see /readyz.'
    : 'That was a mistake of jobwire, not yours; its log says more.';
}

function problemText(problem: Problem): string {
  const { code, detail, errors } = problem;
  const status = statusOf(problem);
  return JSON.stringify({
    type: `urn:jobwire:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...defined({ errors }),
  });
}

/** Answers what is not even HTTP, has too long headers, or takes too long to send them. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = CLIENT_ERRORS[error.code ?? ''] ?? 400;
  const body = problemText({ status, code: 'input_invalid', detail: DETAILS.other });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const CLIENT_ERRORS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};
