// An approval: what is asked, and what became of it. pending → approved | denied | expired |
// canceled; an outcome never changes.
import type { JsonObject } from '../event/canonical-event.ts';

export type SettledStatus = 'approved' | 'denied' | 'expired' | 'canceled';

/** What is asked, as its producer said it. Never changes. */
export interface ApprovalRequest {
  /** The producer's `approval_id`, else the id of the event that asked. */
  readonly id: string;
  readonly eventId: string;
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly jobId?: string;
  readonly visibility: 'public' | 'internal';
  readonly scope: string;
  readonly action: string;
  readonly reason: string;
  readonly context: JsonObject;
  readonly requestedBy?: { readonly id: string; readonly name?: string };
  /** RFC 3339 UTC. */
  readonly requestedAt: string;
  /** RFC 3339 UTC; absent: it waits for ever. */
  readonly expiresAt?: string;
  readonly onTimeout: 'expire' | 'deny' | 'approve';
}

/** Who decided: a person, or the program for one. */
export interface Decider {
  /** Telegram user id or the producer's id, as text. */
  readonly id: string;
  readonly name: string;
  readonly via: 'telegram' | 'web' | 'cli' | 'timeout' | 'policy';
}

export interface Outcome {
  readonly status: SettledStatus;
  /** Absent when nobody decided: expired, or canceled because the job ended. */
  readonly by?: Decider;
  readonly reason?: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface Approval {
  readonly request: ApprovalRequest;
  /** Absent while it is pending. */
  readonly outcome?: Outcome;
}
