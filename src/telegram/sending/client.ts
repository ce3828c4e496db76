// The Bot API client: no retries, short timeouts, and the token never leaks.

import { Api, type ApiClientOptions, HttpError } from 'grammy';
import type { ApiResponse } from 'grammy/types';
import { z } from 'zod';
import { defined } from '../../runtime/defined.ts';

interface Options {
  readonly token: string;
  /** Base address of the Bot API server, without a slash at its end; absent: Telegram's. */
  readonly apiRoot?: string;
  /** Per call. Telegram may hold a rate-limited call for up to 8 s before it answers. */
  readonly timeoutSeconds?: number;
  /** Gets the `Date` header of every answer. */
  readonly onDate?: (date: string | null) => void;
}

export const CALL_TIMEOUT_SECONDS = 20;

/**
 * Does not retry by itself: a blind resend could post a message twice. Throws GrammyError (Telegram
 * refused) or HttpError (no answer), whose `error` is a NetworkFailure.
 */
export function createApi(options: Options): Api {
  const { token, apiRoot, timeoutSeconds = CALL_TIMEOUT_SECONDS, onDate } = options;
  const api = new Api(token, {
    ...defined({ apiRoot: apiRoot?.replace(/\/+$/, ''), fetch: onDate && fetchWithDate(onDate) }),
    timeoutSeconds,
    sensitiveLogs: false,
    // The URL contains the token, which a redirect would send elsewhere.
    baseFetchConfig: { redirect: 'error' },
  });
  api.config.use(async (call, method, ...rest) => {
    try {
      return checkedAnswer(await call(method, ...rest));
    } catch (error) {
      throw withoutToken(error, method, token);
    }
  });
  return api;
}

/** The library would accept any answer, also a proxy's. */
function checkedAnswer<T>(response: ApiResponse<T>): ApiResponse<T> {
  const parsed = answerSchema.safeParse(response);
  if (!parsed.success)
    throw new NetworkFailure('not an answer of a Bot API server', 'invalid-answer');
  if (response.ok) return response;
  const { description = '', parameters = {} } = response;
  return { ...response, description, parameters };
}

const answerSchema = z.union([
  z.looseObject({ ok: z.literal(true) }),
  z.looseObject({
    ok: z.literal(false),
    error_code: z.number(),
    description: z.string().optional(),
    parameters: z.looseObject({}).optional(),
  }),
]);

type Fetch = NonNullable<ApiClientOptions['fetch']>;

/**
 * The platform's fetch, since the library's hides the headers. It costs twice as much per call, so only
 * polls, of which there are few, use it.
 */
function fetchWithDate(onDate: (date: string | null) => void): Fetch {
  const dated = async (address: string, init: RequestInit): Promise<Response> => {
    const { method = 'GET', headers, body, redirect = 'error' } = init;
    const response = await fetch(address, {
      method,
      redirect,
      ...defined({ headers, body }),
      signal: nativeSignal(init.signal),
    });
    onDate(response.headers.get('date'));
    return response;
  };
  // The library declares its own fetch, but uses only what both have.
  return dated as unknown as Fetch;
}

/** The platform does not accept the library's own kind of signal. */
function nativeSignal(signal: RequestInit['signal']): AbortSignal {
  const controller = new AbortController();
  if (signal?.aborted) controller.abort();
  signal?.addEventListener('abort', () => controller.abort(), { once: true });
  return controller.signal;
}

/** Why a call got no answer; the text contains neither address nor token. */
export class NetworkFailure extends Error {
  /** `ECONNREFUSED`, `ETIMEDOUT`, … or empty. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'NetworkFailure';
    this.code = code;
  }
}

/** The library's error keeps the failed request, and so the address with the token. */
function withoutToken(error: unknown, method: string, token: string): HttpError {
  const cause = error instanceof HttpError ? error.error : error;
  // The platform's fetch says "fetch failed", and names the failure in its cause.
  const reached = cause instanceof TypeError && cause.cause !== undefined ? cause.cause : cause;
  const code = codeOf(reached);
  const text = reached instanceof Error ? reached.message : String(reached);
  const reason = text
    .replaceAll(token, '[secret]')
    .replace(/https?:\/\/\S+/g, 'the Bot API server');
  const failure = new NetworkFailure(reason, code);
  return new HttpError(`Network request for '${method}' failed: ${code || reason}`, failure);
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  if ('type' in cause && typeof cause.type === 'string') return cause.type;
  return '';
}
