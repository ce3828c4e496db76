// Which failures of a Redis command are those of its environment: the connection, or a server that
// can't do it now. They pass by themselves or when an operator acts; the same call may succeed later.
import { JobwireError, messageOf } from '../../runtime/errors.ts';

/**
 * First words of refusals that are about the server, its memory, its disk, its role or the rights of
 * our user, never about what was asked. https://github.com/redis/redis/blob/7.0/src/server.c
 */
const REFUSALS = [
  ...['LOADING', 'READONLY', 'MASTERDOWN', 'OOM', 'MISCONF', 'BUSY', 'TRYAGAIN', 'CLUSTERDOWN'],
  ...['NOREPLICAS', 'NOAUTH', 'NOPERM', 'WRONGPASS', 'DENIED', 'UNBLOCKED'],
];
/** Redis 6.2 puts the refusal inside of a script's error: `…: @user_script: 3: -OOM command …`. */
const REFUSED = new RegExp(
  `^(?:ERR Error running script .*?: -?)?(?:${REFUSALS.join('|')})(?: |$)`,
  's',
);
const REFUSED_IN_OTHER_WORDS = /^ERR (?:max number of clients|The user executing the script)/i;
/** Messages of ioredis itself, without a code. */
const CUT =
  /^(?:Connection is closed|Socket timeout|Command timed out|Command aborted due to connection close|Stream isn't writeable|connect ETIMEDOUT|All sentinels are unreachable|Reached the max retries per request)/;
const BROKEN = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EHOSTDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** Whether the same call may succeed later, so that it is retried. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof JobwireError) return error.retry;
  if (!(error instanceof Error)) return false;
  const { message } = error;
  if (REFUSED.test(message) || REFUSED_IN_OTHER_WORDS.test(message) || CUT.test(message)) {
    return true;
  }
  const { code, syscall, previousErrors } = error as NodeJS.ErrnoException & {
    readonly previousErrors?: readonly unknown[];
  };
  // The socket of a server that is not started yet.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  if (code !== undefined && BROKEN.has(code)) return true;
  // A failed MULTI has the reason of each refused command.
  return message.startsWith('EXECABORT') && (previousErrors?.some(isUnavailable) ?? false);
}

/** Of a MULTI that was given up: why its first command was refused. */
function reasonOf(error: unknown): unknown {
  const { previousErrors } = error as { readonly previousErrors?: readonly unknown[] };
  return previousErrors?.find(isUnavailable) ?? error;
}

/** Converts it to `unavailable` if it is such a failure. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof JobwireError || !isUnavailable(error)) return error;
  return new JobwireError('unavailable', `Redis: ${messageOf(reasonOf(error))}`, { cause: error });
}
