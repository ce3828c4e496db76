// One error class and one table of codes. The code decides what becomes of an error: whether it is
// worth another try, which exit status the program ends with and which problem type HTTP answers.

/** What each code means for the program: `retry` = the same call may succeed later. */
const CODES = {
  /** Settings are wrong or missing; a person has to act. */
  config_invalid: { retry: false, exitCode: 78, status: 500 },
  /** The command line was used in a way it does not know. */
  usage_wrong: { retry: false, exitCode: 64, status: 400 },
  /** A message from outside can't be understood; it never will be. */
  decode_failed: { retry: false, exitCode: 1, status: 422 },
  /** What jobwire stored itself can't be read: somebody else changed it, or another version wrote it. */
  stored_unreadable: { retry: false, exitCode: 1, status: 500 },
  /** A request from outside has the wrong form. */
  input_invalid: { retry: false, exitCode: 64, status: 400 },
  /** Redis, Telegram or a child process is away; it may come back. */
  unavailable: { retry: true, exitCode: 1, status: 503 },
  /** Another process holds what this one needs (a data folder, a port, a lease). */
  taken: { retry: false, exitCode: 1, status: 409 },
  /** Something a start needs is not there: a program, a file. */
  missing: { retry: false, exitCode: 1, status: 500 },
  /** Telegram refused the token. */
  unauthorized: { retry: false, exitCode: 78, status: 500 },
  /** A mistake of ours. */
  bug: { retry: false, exitCode: 1, status: 500 },
} as const;

export type ErrorCode = keyof typeof CODES;

/**
 * Thrown for every surprise. `message` is for people: what was wrong, what was expected, an
 * example. It never holds a secret. `details` are fields for the log.
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

/** Redis repeats a command that it does not know: where AUTH is renamed, with the password. */
const REPEATED_ARGUMENTS = /,? with args beginning with: .*$/gm;

const MAX_CAUSES = 5;

/**
 * Where an error comes from, for whoever has its message: its stack, then messages and stacks of
 * what caused it. Nothing of the fields that libraries attach to errors: those of a refused login
 * hold the password.
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
