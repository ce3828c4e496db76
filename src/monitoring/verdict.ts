// The verdict on a component: whether it works, and what is worth knowing about it.
import type { Finding } from '../runtime/health.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly finding?: Finding;
}

export const FINE: Verdict = { ok: true };

/** It does not work. */
export function failing(finding: Finding): Verdict {
  return { ok: false, finding };
}

/** It works, but needs attention. */
export function noteworthy(finding: Finding): Verdict {
  return { ok: true, finding };
}

export function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
