// An approval: the request, its votes and its outcome. pending → approved | denied | expired | canceled; an
// outcome never changes.
import { z } from 'zod';
import { ROLES } from '../audience/access.ts';
import { addressSchema } from '../audience/chat-book.ts';
import { jsonObjectSchema } from '../event/event-shape.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';

const text = z.string().exactOptional();
const texts = z.array(z.string()).readonly();

export const settledSchema = z.enum(['approved', 'denied', 'expired', 'canceled']);
export type SettledStatus = z.infer<typeof settledSchema>;

/** Matches whoever is in either list; if both are empty, nobody. */
export const approversSchema = z
  .object({
    roles: z.array(z.enum(ROLES)).readonly(),
    /** Ids of people: their Telegram id, or the id a producer uses for them (person.ts). */
    users: texts,
  })
  .readonly();
export type ApproverList = z.infer<typeof approversSchema>;

/** Within what a standing approval counts: that of the request with which it is given. */
export const STANDING_SCOPES = ['session', 'job', 'project'] as const;

/** That this request may be approved together with later ones like it; see standing/standing-terms.ts. */
const standingTermsSchema = z
  .object({
    /** For how long. */
    forMs: z.number(),
    scope: z.enum(STANDING_SCOPES),
    /** Digest of everything that makes requests alike: equal means alike. */
    like: z.string(),
    /** Digest of the policy that allows it. */
    rule: z.string(),
    /** The pattern of that policy that the action matches; absent: only the very same action is alike. */
    pattern: text,
  })
  .readonly();
export type StandingTerms = z.infer<typeof standingTermsSchema>;

/** What it takes to decide a request; fixed when it is asked, even if the policies change later. */
const termsSchema = z
  .object({
    /** Absent: whoever may decide by their role. Both lists empty: nobody. */
    approvers: approversSchema.exactOptional(),
    /** Voters have to be in each of these as well. */
    alsoApprovers: z.array(approversSchema).readonly().exactOptional(),
    /** How many people have to approve or to deny; at least 1. */
    required: z.number(),
    denyRequired: z.number(),
    /** Whether the requester may approve. */
    selfApproval: z.boolean(),
    reasonRequired: z.enum(['deny', 'both', 'none']),
    /** When to send reminders, in epoch milliseconds, ascending. */
    remindAt: z.array(z.number()).readonly(),
    /** Addresses that get the request with the first reminder. */
    escalateTo: z.array(addressSchema).readonly(),
    /** Whether a decision that another system announces on the Redis bus settles it. */
    decidedElsewhere: z.enum(['settle', 'ignore']),
    /** Absent: each request has to be approved by itself. */
    standing: standingTermsSchema.exactOptional(),
  })
  .readonly();
export type Terms = z.infer<typeof termsSchema>;

/** Parts of a request that were not honoured; shown to people. */
export const problemSchema = z.enum([
  /** `expires_at` is not a timestamp; the policy's time applies. */
  'expires_at_unreadable',
  /** `timeout_seconds` is not a number of seconds; the policy's time applies. */
  'timeout_unreadable',
  /** It had expired before it arrived. */
  'over_on_arrival',
  /** It asked to be approved on timeout, which only a policy can grant. */
  'approval_by_silence_refused',
]);
export type RequestProblem = z.infer<typeof problemSchema>;

/** What is asked, in the producer's words. */
const requestSchema = z
  .object({
    /** Its identity, made from project and id (approval-key.ts): safe in Redis keys and button data. */
    key: z.string(),
    /** The producer's `approval_id`, else the id of the requesting event. For people. */
    id: z.string(),
    /** From 1. Grows each time the producer changes the open request. */
    version: z.number(),
    /** RFC 3339 UTC of the newest version; absent in the first. */
    changedAt: text,
    eventId: z.string(),
    projectId: text,
    sessionId: text,
    jobId: text,
    /** Of a staged job: the stage whose gate this is. */
    stage: text,
    /** What its job is for, in its producer's words, as far as it was known then; for display only. */
    title: text,
    visibility: z.enum(['public', 'internal']),
    scope: z.string(),
    action: z.string(),
    reason: z.string(),
    context: jsonObjectSchema,
    /** The requester, as the producer names them; at least one of the two. */
    requestedBy: z.object({ id: text, name: text }).readonly().exactOptional(),
    /** Ids of the HTTP publisher: the token and the person who holds it. */
    publishedBy: texts.exactOptional(),
    /** The publishing token, `token:<id>`; absent if it came over the bus or from a file. */
    source: text,
    /** A gate of the pipeline engine, which looks for the decision in its runs folder. */
    isGate: z.literal(true).exactOptional(),
    /** When it arrived, by jobwire's clock: RFC 3339 UTC. */
    requestedAt: z.string(),
    /** RFC 3339 UTC; absent: never. */
    expiresAt: text,
    onTimeout: z.enum(['expire', 'deny', 'approve']),
    terms: termsSchema,
    problems: z.array(problemSchema).readonly().exactOptional(),
  })
  .readonly();
export type ApprovalRequest = z.infer<typeof requestSchema>;

export const decodeRequest = createDecoder('request', requestSchema);

const viaSchema = z.enum(['telegram', 'web', 'cli', 'timeout', 'policy', 'standing']);

/** Who decided: a person, now or by a standing approval of theirs; or the program on a timeout. */
export const deciderSchema = z
  .object({
    /** Telegram user id or the producer's id, as text. */
    id: z.string(),
    name: z.string(),
    via: viaSchema,
  })
  .readonly();
export type Decider = z.infer<typeof deciderSchema>;

const voteSchema = z
  .object({
    verdict: z.enum(['approve', 'deny']),
    by: deciderSchema,
    /** All ids of the voter, normalised for comparison (person.ts). */
    ids: texts,
    /** The token used, if cast over HTTP. */
    tokenId: text,
    reason: text,
    /**
     * The standing approval that was given with this vote, or that cast it (`by.via` is `standing` then), and how
     * that was given.
     */
    standing: z.object({ id: z.string(), via: viaSchema }).readonly().exactOptional(),
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly();
export type Vote = z.infer<typeof voteSchema>;

export const decodeVotes = createDecoder('list of votes', z.array(voteSchema).readonly());

export const outcomeSchema = z
  .object({
    status: settledSchema,
    /** Whose vote settled it. Absent when nobody decided: expired, or canceled because the job ended. */
    by: deciderSchema.exactOptional(),
    reason: text,
    /** Decided by another system on the bus: the component that announced it. */
    elsewhere: z.object({ source: z.string() }).readonly().exactOptional(),
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly();
export type Outcome = z.infer<typeof outcomeSchema>;

export const decodeOutcome = createDecoder('outcome', outcomeSchema);

/** Whether the job has shown activity since the decision: not yet, yes, or not for a minute. */
const acknowledgementSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }).readonly(),
  z.object({ kind: z.literal('picked_up'), at: z.string() }).readonly(),
  z.object({ kind: z.literal('missing'), at: z.string() }).readonly(),
]);
export type JobAcknowledgement = z.infer<typeof acknowledgementSchema>;

export const decodeAcknowledgement = createDecoder(
  'acknowledgement of a decision',
  acknowledgementSchema,
);

export interface Approval {
  readonly request: ApprovalRequest;
  /** Grows with every change. */
  readonly revision: number;
  /** The latest vote of each person, in the order of their first ones. */
  readonly votes: readonly Vote[];
  /** Absent while pending. */
  readonly outcome?: Outcome;
  /** Present once there is a decision that a job waits for. */
  readonly acknowledgement?: JobAcknowledgement;
}
