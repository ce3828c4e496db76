// Requests to the API of this server. Errors are values: what the server said, or that it could not be reached.

/** A problem as the server describes it (RFC 9457); `unreachable` is ours. */
export interface ApiProblem {
  /** 0: no answer. */
  readonly status: number;
  /** `already_decided`, `unreachable`, … */
  readonly code: string;
  readonly detail: string;
  readonly [member: string]: unknown;
}

export type ApiAnswer<T> =
  | { readonly kind: 'ok'; readonly status: number; readonly body: T }
  | { readonly kind: 'problem'; readonly problem: ApiProblem };

interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** In memory alone, where the session's cookie does not reach the server. */
let bearer: string | undefined;
/** Called when the server no longer knows who is asking. */
let onSignedOut = () => {};

export function setBearer(token: string | undefined): void {
  bearer = token;
}

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export async function request<T>(path: string, options: ApiRequest = {}): Promise<ApiAnswer<T>> {
  const { method = 'GET', body, headers = {} } = options;
  try {
    const response = await send(path, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return await answerOf<T>(response);
  } catch {
    return { kind: 'problem', problem: UNREACHABLE };
  }
}

/** The response as it is, for streams. Throws when there is none. */
export function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
  return fetch(path, { ...init, headers, cache: 'no-store' });
}

export async function answerOf<T>(response: Response): Promise<ApiAnswer<T>> {
  const { status } = response;
  const text = await response.text();
  if (response.ok) {
    return { kind: 'ok', status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }
  const problem = problemIn(text, status);
  if (status === 401) onSignedOut();
  return { kind: 'problem', problem };
}

function problemIn(text: string, status: number): ApiProblem {
  try {
    const problem = JSON.parse(text);
    return { code: codeOf(problem.type), detail: '', ...problem, status };
  } catch {
    return { status, code: 'unknown', detail: '' };
  }
}

/** The type of a problem is `urn:jobwire:problem:already_decided`. */
function codeOf(type: unknown): string {
  return typeof type === 'string' ? (type.split(':').at(-1) ?? 'unknown') : 'unknown';
}

/** It may be otherwise in a moment: no answer, too many at once, or the server lacks what it needs. */
export function mayPass({ status }: ApiProblem): boolean {
  return status === 0 || status === 429 || status >= 500;
}

const UNREACHABLE: ApiProblem = { status: 0, code: 'unreachable', detail: '' };
