// What is to be said of a part: whether it works, and what is worth knowing of it either way.
import type { Finding } from '../runtime/health.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly finding?: Finding;
}

export const FINE: Verdict = { ok: true };

/** The part does not do its work. */
export function failing(finding: Finding): Verdict {
  return { ok: false, finding };
}

/** It works, and somebody should look at it. */
export function noteworthy(finding: Finding): Verdict {
  return { ok: true, finding };
}

export function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
