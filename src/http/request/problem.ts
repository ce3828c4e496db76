// All error answers, as application/problem+json (RFC 9457): what was wrong, what was expected, an example; no
// internals.

import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { MAX_ID } from '../../event/id-limit.ts';
import { defined } from '../../runtime/defined.ts';
import { type ErrorCode, JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Code of the problem that was the answer, for the metrics. */
    problemCode?: string;
  }
}

/**
 * Refusals of the routes: the stable suffix of a problem's `type`, and its status. Failures have their codes and
 * statuses in runtime/errors.ts.
 */
export const REFUSALS = {
  cursor_unknown: 400,
  unauthenticated: 401,
  sign_in_expired: 401,
  sign_in_repeated: 401,
  no_role: 403,
  not_approver: 403,
  origin_refused: 403,
  scope_missing: 403,
  self_approval: 403,
  no_standing_approval: 422,
  not_found: 404,
  method_not_allowed: 405,
  already_decided: 409,
  dead_letter_outdated: 409,
  id_ambiguous: 409,
  request_changed: 409,
  host_unknown: 421,
  dead_letter_unusable: 422,
  event_invalid: 422,
  reason_needed: 422,
  too_many_guesses: 429,
  too_many_requests: 429,
  event_failed: 500,
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type ProblemCode = RefusalCode | ErrorCode;

interface Described {
  /** For people. */
  readonly detail: string;
  /** One per invalid input. */
  readonly errors?: readonly InputError[];
}

interface Refused extends Described {
  readonly code: RefusalCode;
}

/** Invalid input has different statuses. */
interface Failed extends Described {
  readonly code: ErrorCode;
  readonly status: number;
}

export type Problem = Refused | Failed;

interface InputError {
  /** Name of a parameter or field. */
  readonly name?: string;
  /** Index of a list item, from 0. */
  readonly index?: number;
  readonly detail: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

/** Outages end within seconds, or somebody has to act. */
const RETRY_AFTER_S = 2;

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem);
  if (status === 503) reply.header('retry-after', RETRY_AFTER_S);
  reply.problemCode = problem.code;
  return reply.code(status).type(PROBLEM_TYPE).send(problemText(problem));
}

/** A problem with extension members (RFC 9457, 3.2). */
export function sendProblemWith(
  reply: FastifyReply,
  problem: Problem,
  members: Readonly<Record<string, unknown>>,
): FastifyReply {
  const text = JSON.stringify({ ...JSON.parse(problemText(problem)), ...members });
  reply.problemCode = problem.code;
  return reply.code(statusOf(problem)).type(PROBLEM_TYPE).send(text);
}

/** Without Fastify, where Node asks before a request begins. */
export function writeProblem(response: ServerResponse, problem: Problem): void {
  const body = problemText(problem);
  const headers = { 'content-type': PROBLEM_TYPE, 'content-length': Buffer.byteLength(body) };
  response.writeHead(statusOf(problem), headers).end(body);
}

/** The same answer for what does not exist, and for what this caller may not see. */
export const NOT_FOUND: Problem = {
  code: 'not_found',
  detail:
    'There is nothing here that you may see; expected an address of ours, which begins with /events, /api/v1/ or /healthz, and in it an id that a list shows, like one of GET /api/v1/jobs.',
};

/** Handles what a route throws, what Fastify refuses, and unknown paths. */
export function registerProblems(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, NOT_FOUND));
  app.setErrorHandler((error, request, reply) => {
    const isSlow = isTimeout(error) && !request.raw.complete;
    if (isSlow) reply.header('connection', 'close');
    const problem = isSlow ? SLOW_BODY : problemOf(error);
    const fields = () => ({
      method: request.method,
      route: request.routeOptions.url ?? '',
      reason: messageOf(error),
    });
    // Outages are reported once, by whoever detects them.
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
    return { status, code, detail: status < 500 ? error.message : internalDetail(status) };
  }
  const { statusCode: status = 500, code = '' } = error as Partial<FastifyError>;
  if (isTimeout(error)) {
    return { status: 503, code: 'unavailable', detail: internalDetail(503) };
  }
  if (status < 400 || status >= 500)
    return { status: 500, code: 'bug', detail: internalDetail(500) };
  return { status, code: 'input_invalid', detail: DETAILS[code] ?? DETAILS.other };
}

/** The time for the answer is over, which begins with the head of the request. */
function isTimeout(error: unknown): boolean {
  return (error as Partial<FastifyError>).code === 'FST_ERR_HANDLER_TIMEOUT';
}

const SLOW_BODY: Failed = {
  status: 408,
  code: 'input_invalid',
  detail:
    'The body did not arrive in time; expected all of it within 15 seconds after the headers.',
};

/** By Fastify's error codes, of which there may be more in future. */
const DETAILS: Readonly<Record<string, string>> & { readonly other: string } = {
  FST_ERR_BAD_URL:
    'The URL can not be decoded; expected percent-encoded UTF-8, like /events?project_id=a%2Fb.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large; an event may be up to 1 MiB (1048576 bytes).',
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    'The body has an unsupported type; expected Content-Type: application/json, or for CloudEvents, where they are accepted, application/cloudevents+json, application/cloudevents-batch+json or attributes as headers, like ce-specversion: 1.0.',
  FST_ERR_CTP_INVALID_JSON_BODY:
    'The body is not JSON, or has a field __proto__ or constructor.prototype, which is refused here; expected an object like {"key":"value"}.',
  // Also where bytes are no characters: as text they are longer or shorter.
  FST_ERR_CTP_INVALID_CONTENT_LENGTH:
    'The body is not UTF-8, or not as long as its Content-Length says; expected JSON in UTF-8, like {"key":"value"}.',
  FST_ERR_CTP_EMPTY_JSON_BODY:
    'The body is empty; expected an object like {"event_type":"job.started","job_id":"j1","data":{}}.',
  FST_ERR_MAX_PARAM_LENGTH: `The address has an id that is too long; expected one of up to ${MAX_ID} characters, like /api/v1/jobs/job-7.`,
  other: 'The request can not be understood; expected HTTP/1.1, like GET /events.',
};

export const WRONG_MEDIA_TYPE: Problem = {
  status: 415,
  code: 'input_invalid',
  detail: DETAILS.FST_ERR_CTP_INVALID_MEDIA_TYPE ?? DETAILS.other,
};

function internalDetail(status: number): string {
  return status === 503
    ? 'Something that jobwire depends on is unavailable; try again in a few seconds, and see /readyz.'
    : 'This is an error in jobwire, not in the request; see its log.';
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

/** A whole answer, for a request that is not valid HTTP. */
export function clientErrorText(code = ''): string {
  const { status, detail } = CLIENT_ERRORS[code] ?? { status: 400, detail: DETAILS.other };
  const body = problemText({ status, code: 'input_invalid', detail });
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}

interface ClientError {
  readonly status: number;
  readonly detail: string;
}

const CLIENT_ERRORS: Readonly<Record<string, ClientError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    detail:
      'The request did not arrive in time; expected its headers within 10 seconds, and all of it within 30. Send it again.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    detail:
      'The address and the headers are too long; expected up to 16 KB in all. Leave out headers and cookies that nobody reads here, or ask for less at once, like GET /events?types=job.*',
  },
};
