// Contract: what became of failures that were reported. Implemented by redis/outbox/alerts/alert-store.
import type { Position } from '../journal/journal.ts';

export interface AlertState {
  /** The first person who said that they had seen it; RFC 3339. */
  readonly seen?: { readonly name: string; readonly at: string };
  /** When what failed succeeded, RFC 3339. */
  readonly fixedAt?: string;
  /** Failures of the same matter that its message reports, too. */
  readonly parts?: readonly Position[];
  /** The failure whose message reports this one. */
  readonly partOf?: Position;
}

export interface AlertStore {
  /** `position`: of the failure's event. */
  get(position: Position): Promise<AlertState>;
  /** All its messages say so. Returns false if somebody had seen it before. */
  see(position: Position, seen: NonNullable<AlertState['seen']>): Promise<boolean>;
}
