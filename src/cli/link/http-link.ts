// Reaches a running jobwire by HTTP, with a token.
import { z } from 'zod';
import type { ScriptQuestion } from '../../approvals/requests/script-question.ts';
import type { ScriptTarget } from '../../config/script-settings.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { ScriptAnswer, ScriptLink } from './link.ts';

/** A server that hangs is as good as none. */
const ANSWER_MS = 10_000;
/** What the server is asked to wait for a decision; proxies cut what is quiet for a minute. */
const WAIT = { query: '25s', ms: 25_000 };

const person = z.looseObject({ name: z.string(), via: z.string() });
const approvalSchema = z.looseObject({
  id: z.string(),
  key: z.string(),
  status: z.enum(['pending', 'approved', 'denied', 'expired', 'canceled']),
  /** Absent without the scope `read`. */
  outcome: z.looseObject({ by: person.optional(), reason: z.string().optional() }).nullish(),
});

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  readonly waitMs?: number;
}

export function openHttpLink({ url, token }: Extract<ScriptTarget, { kind: 'http' }>): ScriptLink {
  async function call({ method, path, body, signal, waitMs = 0 }: Call): Promise<unknown> {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token.reveal()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS + waitMs)]),
    }).catch(unreachable(url));
    await checkPath(response, url, signal);
    // Cut off in the middle where the server, or a proxy in front, dies.
    const text = await response.text().catch(unreachable(url));
    if (!response.ok) throw httpError(response.status, text, url);
    return parse(text, url);
  }

  let asked: { readonly id: string; readonly key: string } | undefined;

  async function ask(question: ScriptQuestion, signal: AbortSignal): Promise<ScriptAnswer> {
    const body = bodyOf(question);
    const found = await call({ method: 'POST', path: '/approvals', body, signal });
    const approval = approvalIn(found, url);
    asked = { id: question.approvalId, key: approval.key };
    return answerOf(approval);
  }

  const publish: ScriptLink['publish'] = async (event, signal) => {
    await call({ method: 'POST', path: '/events', body: event, signal });
  };

  return {
    name: url,
    publish,
    beat: publish,
    async log(jobId, { lines, isEnd }, signal) {
      const path = `/jobs/${encodeURIComponent(jobId)}/logs`;
      const body = {
        lines: lines.map(({ text, level }) => ({ line: text, level })),
        ended: isEnd,
      };
      await call({ method: 'POST', path, body, signal }).catch(unknownJob);
    },
    async ask(question, signal) {
      await ask(question, signal);
    },
    async answer(_question, signal) {
      const key = asked?.key ?? '';
      const path = `/approvals/${encodeURIComponent(key)}?wait=${WAIT.query}`;
      const found = await call({ method: 'GET', path, signal, waitMs: WAIT.ms });
      return answerOf(approvalIn(found, url));
    },
    async withdraw({ approvalId, projectId, event }, signal) {
      await publish(event, signal);
      const project = projectId === undefined ? '' : `&project_id=${encodeURIComponent(projectId)}`;
      const path = `/approvals/${encodeURIComponent(approvalId)}?wait=5s${project}`;
      return answerOf(approvalIn(await call({ method: 'GET', path, signal, waitMs: 5_000 }), url));
    },
    close: async () => {},
  };
}

const unreachable =
  (url: string) =>
  (error: unknown): never => {
    throw new JobwireError('unavailable', `${url} can't be reached (${causeOf(error)})`, {
      cause: error,
    });
  };

/** With a token that is limited to projects a job has to be known, which it is once its start is routed. */
function unknownJob(error: unknown): never {
  const isUnknown = error instanceof JobwireError && error.details.status === 404;
  throw isUnknown ? new JobwireError('missing', error.message, { cause: error }) : error;
}

function bodyOf(question: ScriptQuestion) {
  const { approvalId, action, scope, reason, projectId, sessionId, jobId, context } = question;
  return defined({
    approval_id: approvalId,
    action,
    scope,
    reason,
    project_id: projectId,
    session_id: sessionId,
    job_id: jobId,
    context,
    timeout_seconds: question.timeoutSeconds,
    requested_by: question.requestedBy,
  });
}

function approvalIn(value: unknown, url: string): z.infer<typeof approvalSchema> {
  const found = approvalSchema.safeParse(value);
  if (found.success) return found.data;
  throw notJobwire(url);
}

function answerOf(approval: z.infer<typeof approvalSchema>): ScriptAnswer {
  const { id, status, outcome } = approval;
  const { by, reason } = outcome ?? {};
  return { id, status, ...defined({ by, reason }), json: approval };
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJobwire(url);
  }
}

export function notJobwire(url: string): JobwireError {
  return new JobwireError(
    'config_invalid',
    `${url} does not answer like jobwire; expected JOBWIRE_URL to be the address of its HTTP API, for example http://127.0.0.1:8080`,
  );
}

/**
 * Behind a proxy jobwire may have an address with a path, which the proxy takes away. Where it does not, every address
 * is unknown: throws then, so that nobody is told of a job that does not exist.
 */
export async function checkPath(
  { status }: Response,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const { pathname, origin } = new URL(url);
  if (status !== 404 || pathname === '/') return;
  const alive = await fetch(`${url}/livez`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  }).catch(() => undefined);
  await alive?.body?.cancel();
  if (alive?.status !== 404) return;
  throw new JobwireError(
    'config_invalid',
    `JOBWIRE_URL is wrong: there is no jobwire under ${pathname} at ${origin}; expected its address as a proxy in front passes it on, for example ${origin}`,
    { details: { settings: ['JOBWIRE_URL'] } },
  );
}

const problemSchema = z.looseObject({ detail: z.string() });

/** What a proxy says in between is of no use to anybody. */
export function httpError(status: number, text: string, url: string): JobwireError {
  const problem = problemSchema.safeParse(safeJson(text));
  const detail = problem.success ? problem.data.detail : `HTTP status ${status}`;
  const said = `${url}: ${detail}`;
  if (status >= 500 || status === 429 || status === 408)
    return new JobwireError('unavailable', said);
  if (status === 401 || status === 403) return new JobwireError('config_invalid', said);
  if (status === 404) {
    const expected = 'expected a token with the scopes publish and read, for this project';
    return new JobwireError('config_invalid', `${url}: not found; ${expected}`, {
      details: { status },
    });
  }
  return new JobwireError('input_invalid', said);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fetch hides the reason in its cause. */
export function causeOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? messageOf(cause) : code;
}
