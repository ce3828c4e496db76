// One error class and one table of codes. The code decides whether a retry may help, the exit status of the program
// and the problem type of an HTTP answer.

/** What each code means for the program: `retry` = the same call may succeed later. */
const CODES = {
  /** Settings are invalid or missing; a person has to act. */
  config_invalid: { retry: false, exitCode: 78, status: 500 },
  /** Wrong usage of the command line. */
  usage_wrong: { retry: false, exitCode: 64, status: 400 },
  /** A message from outside can't be decoded, now or later. */
  decode_failed: { retry: false, exitCode: 1, status: 422 },
  /** A stored value can't be read: somebody else changed it, or another version wrote it. */
  stored_unreadable: { retry: false, exitCode: 1, status: 500 },
  /** A request from outside is invalid. */
  input_invalid: { retry: false, exitCode: 64, status: 400 },
  /** Redis, Telegram or a child process is temporarily unavailable. */
  unavailable: { retry: true, exitCode: 1, status: 503 },
  /** Another process holds what this one needs (a data folder, a port, a lease). */
  taken: { retry: false, exitCode: 1, status: 409 },
  /** Something required does not exist: a program, a file. */
  missing: { retry: false, exitCode: 1, status: 500 },
  /** Telegram refused the token. */
  unauthorized: { retry: false, exitCode: 78, status: 500 },
  /** A bug in jobwire. */
  bug: { retry: false, exitCode: 1, status: 500 },
} as const;

export type ErrorCode = keyof typeof CODES;

/**
 * Thrown for everything unexpected. `message` is for people: what was wrong, what was expected, an example; never
 * with a secret. `details` are fields for the log.
 */
export class JobwireError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'JobwireError';
    this.code = code;
    this.details = options.details ?? {};
  }

  get retry(): boolean {
    return CODES[this.code].retry;
  }

  /** Exit status of the process when this error ends it (sysexits: 64 usage, 78 settings). */
  get exitCode(): number {
    return CODES[this.code].exitCode;
  }

  /** HTTP status when this error ends a request. */
  get status(): number {
    return CODES[this.code].status;
  }
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(REPEATED_ARGUMENTS, '');
}

/** Redis quotes an unknown command: if AUTH was renamed, including the password. */
const REPEATED_ARGUMENTS = /,? with args beginning with: .*$/gm;

const MAX_CAUSES = 5;

/**
 * The stack of an error without its message, then messages and stacks of its causes. Without the fields that
 * libraries attach to errors, because those of a refused login include the password.
 */
export function stackOf(error: unknown): string {
  const lines = framesOf(error);
  let cause = causeOf(error);
  for (let depth = 0; cause !== undefined && depth < MAX_CAUSES; depth += 1) {
    lines.push(`caused by: ${messageOf(cause)}`, ...framesOf(cause));
    cause = causeOf(cause);
  }
  return lines.join('\n');
}

function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
