// What `jobwire ask` prints of an answer, and the code that it ends with.
import type { ScriptAnswer } from '../link/link.ts';

export const EXIT_CODES: Readonly<Record<Exclude<ScriptAnswer['status'], 'pending'>, number>> = {
  approved: 0,
  denied: 1,
  expired: 2,
  canceled: 2,
};

/** One line for people and scripts: `denied by Ana via telegram: not before the release`. */
export function answerText({ status, by, reason }: ScriptAnswer): string {
  const outcome = status === 'canceled' ? 'withdrawn' : status;
  const who = by === undefined ? '' : ` by ${by.name} via ${by.via}`;
  const why = reason === undefined || reason.trim() === '' ? '' : `: ${reason.trim()}`;
  return `${outcome}${who}${why}`;
}
