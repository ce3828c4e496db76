// An approval: what is asked, who voted, and what became of it. pending → approved | denied | expired |
// canceled; an outcome never changes.
import type { Role } from '../audience/access.ts';
import type { Address } from '../audience/chat-book.ts';
import type { JsonObject } from '../event/canonical-event.ts';

export type SettledStatus = 'approved' | 'denied' | 'expired' | 'canceled';

/** Whoever is in one of the two; with both empty nobody is. */
export interface ApproverList {
  readonly roles: readonly Role[];
  /** Ids of people: the Telegram one, or the one a producer knows them by (person.ts). */
  readonly users: readonly string[];
}

/** What it takes to decide a request; set when it is asked, whatever becomes of the policies. */
export interface Terms {
  /** Who may; absent: whoever may decide by their role. Both lists empty: nobody. */
  readonly approvers?: ApproverList;
  /** Who decides has to be in each of these as well. */
  readonly alsoApprovers?: readonly ApproverList[];
  /** How many people have to approve, and to deny; at least 1. */
  readonly required: number;
  readonly denyRequired: number;
  /** Whether who asked may approve. */
  readonly selfApproval: boolean;
  readonly reasonRequired: 'deny' | 'both' | 'none';
  /** When to say again that it waits, in epoch milliseconds, rising. */
  readonly remindAt: readonly number[];
  /** Places that get the request with the first reminder. */
  readonly escalateTo: readonly Address[];
  /** Whether a decision that somebody else announces on the Redis bus settles it. */
  readonly decidedElsewhere: 'settle' | 'ignore';
}

/** What of a request could not be followed, so that people see it. */
export type RequestProblem =
  /** What it says of its end is no instant; the policy's time counts. */
  | 'expires_at_unreadable'
  /** What it says of its time is no number of seconds; the policy's time counts. */
  | 'timeout_unreadable'
  /** Its end was over before it arrived. */
  | 'over_on_arrival'
  /** It wanted to be approved at its end, which is the policy's alone to give. */
  | 'approval_by_silence_refused';

/** What is asked, as its producer said it. */
export interface ApprovalRequest {
  /** Its identity, made from project and id (approval-key.ts): safe in names of keys and buttons. */
  readonly key: string;
  /** The producer's `approval_id`, else the id of the event that asked. For people. */
  readonly id: string;
  /** From 1. A request that its producer changed while it was open is a new version of itself. */
  readonly version: number;
  /** RFC 3339 UTC of the newest version; absent for the first. */
  readonly changedAt?: string;
  readonly eventId: string;
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly jobId?: string;
  /** The stage whose gate it is, of a staged job. */
  readonly stage?: string;
  readonly visibility: 'public' | 'internal';
  readonly scope: string;
  readonly action: string;
  readonly reason: string;
  readonly context: JsonObject;
  /** Who asked, as the producer names them; at least one of the two. */
  readonly requestedBy?: { readonly id?: string; readonly name?: string };
  /** Ids of whoever published the request over HTTP: its token, and the person who holds it. */
  readonly publishedBy?: readonly string[];
  /** The token that it was published with, `token:<id>`; absent: it came over the bus or from a file. */
  readonly source?: string;
  /** It is a gate of the pipeline engine, which looks for the decision in its folder of runs. */
  readonly isGate?: true;
  /** When it arrived, by jobwire's clock: RFC 3339 UTC. */
  readonly requestedAt: string;
  /** RFC 3339 UTC; absent: it waits for ever. */
  readonly expiresAt?: string;
  readonly onTimeout: 'expire' | 'deny' | 'approve';
  readonly terms: Terms;
  readonly problems?: readonly RequestProblem[];
}

/** Who decided: a person, or the program for one. */
export interface Decider {
  /** Telegram user id or the producer's id, as text. */
  readonly id: string;
  readonly name: string;
  readonly via: 'telegram' | 'web' | 'cli' | 'timeout' | 'policy';
}

export interface Vote {
  readonly verdict: 'approve' | 'deny';
  readonly by: Decider;
  /** Everything that the voter is known by, in the form that compares (person.ts). */
  readonly ids: readonly string[];
  /** The token that it was given with, over HTTP. */
  readonly tokenId?: string;
  readonly reason?: string;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface Outcome {
  readonly status: SettledStatus;
  /** Whose vote settled it. Absent when nobody decided: expired, or canceled because the job ended. */
  readonly by?: Decider;
  readonly reason?: string;
  /** It was decided by somebody else on the bus, who says so: the component that published it. */
  readonly elsewhere?: { readonly source: string };
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** What the job makes of a decision: it gave a sign of life after it, or none for a minute. */
export type Reception =
  | { readonly kind: 'awaited' }
  | { readonly kind: 'picked_up'; readonly at: string }
  | { readonly kind: 'unheard'; readonly at: string };

export interface Approval {
  readonly request: ApprovalRequest;
  /** Counts every change. */
  readonly revision: number;
  /** The newest of each person, by the order of their first. */
  readonly votes: readonly Vote[];
  /** Absent while it is pending. */
  readonly outcome?: Outcome;
  /** Of decisions that a job waits for. */
  readonly reception?: Reception;
}
