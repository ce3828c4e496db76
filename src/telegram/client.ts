// The Bot API client: plain, impatient, and silent about the token.
import { Api, HttpError } from 'grammy';

interface Options {
  readonly token: string;
  /** Base address of the Bot API server, without a slash at its end; absent: Telegram's. */
  readonly apiRoot?: string;
  /** How long one call may take. Telegram holds a flood-waited call up to 8 s before it answers. */
  readonly timeoutSeconds?: number;
}

export const CALL_TIMEOUT_SECONDS = 20;

/**
 * A client without any retry of its own: a blind resend could say a thing twice. What it throws is a
 * GrammyError (Telegram refused) or an HttpError (no answer) whose `error` is a NetworkFailure.
 */
export function createApi({ token, apiRoot, timeoutSeconds = CALL_TIMEOUT_SECONDS }: Options): Api {
  const api = new Api(token, {
    ...(apiRoot === undefined ? {} : { apiRoot: apiRoot.replace(/\/+$/, '') }),
    timeoutSeconds,
    sensitiveLogs: false,
  });
  api.config.use((call, method, ...rest) =>
    call(method, ...rest).catch((error: unknown) => {
      throw withoutToken(error, method, token);
    }),
  );
  return api;
}

/** Why a call got no answer, in words that hold neither address nor token. */
export class NetworkFailure extends Error {
  /** `ECONNREFUSED`, `ETIMEDOUT`, … or empty. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'NetworkFailure';
    this.code = code;
  }
}

/** The library's own error keeps the failed request, and with it the address that holds the token. */
function withoutToken(error: unknown, method: string, token: string): HttpError {
  const cause = error instanceof HttpError ? error.error : error;
  const code = codeOf(cause);
  const text = cause instanceof Error ? cause.message : String(cause);
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
