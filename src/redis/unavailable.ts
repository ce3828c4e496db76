// Decides whether Redis could not be asked just now (try again later), as against an answer that says that
// something is wrong with what was asked.
import { JobwireError } from '../errors.ts';

/** First word of a reply that tells of the server's state, also where a script repeats it. */
const STATES =
  /(?:^|: -?)(?:LOADING|READONLY|MASTERDOWN|OOM|MISCONF|BUSY|TRYAGAIN|CLUSTERDOWN|NOREPLICAS|NOAUTH|NOPERM|WRONGPASS|UNBLOCKED)\b|max number of clients/;
/** What ioredis and Node say when there is no usable connection. */
const CONNECTION =
  /Connection is closed|Stream isn't writeable|Command timed out|Socket timeout|max retries per request|connect ETIMEDOUT|given up/i;
const CODES: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ECONNABORTED'],
]);

export function isUnavailable(error: unknown): boolean {
  if (error instanceof JobwireError) return error.code === 'unavailable';
  if (!(error instanceof Error)) return false;
  if ('code' in error && CODES.has(String(error.code))) return true;
  if (error.name === 'MaxRetriesPerRequestError' || error.name === 'AbortError') return true;
  return STATES.test(error.message) || CONNECTION.test(error.message);
}
