// Fetches a URL once, within a deadline. Results and failures never contain the URL, which may include a token.
import type { Clock } from '../../runtime/clock.ts';

export type Answered =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  /** `code` is the system's error code, e.g. `ECONNREFUSED`; empty if there is none. */
  | { readonly kind: 'silent'; readonly code: string };

const DEADLINE_MS = 5_000;

/** `body` is undefined if it is not JSON. */
export async function ask(url: string, clock: Clock): Promise<Answered> {
  const deadline = new AbortController();
  const cancel = clock.after(DEADLINE_MS, () => deadline.abort());
  try {
    const response = await fetch(url, { signal: deadline.signal, redirect: 'manual' });
    const body: unknown = await response.json().catch(() => undefined);
    if (deadline.signal.aborted) return { kind: 'silent', code: 'ETIMEDOUT' };
    return { kind: 'answered', status: response.status, body };
  } catch (error) {
    return { kind: 'silent', code: deadline.signal.aborted ? 'ETIMEDOUT' : causeOf(error) };
  } finally {
    cancel();
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : '';
}
