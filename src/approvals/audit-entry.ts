// Audit entries for votes and outcomes.
import { defined } from '../runtime/defined.ts';
import type { Outcome, Vote } from './approval.ts';
import type { AuditEntry } from './approval-store.ts';

/** `from`: where it came from, e.g. `chat 1001` or `bus orchestrator`. */
export function voteEntry({ by, ids: _ids, ...vote }: Vote, from?: string): AuditEntry {
  return { what: 'vote', ...vote, by: { ...by }, ...defined({ from }) };
}

export function outcomeEntry({ status, by, ...outcome }: Outcome, from?: string): AuditEntry {
  return {
    what: status,
    ...outcome,
    ...(by === undefined ? {} : { by: { ...by } }),
    ...defined({ from }),
  };
}
