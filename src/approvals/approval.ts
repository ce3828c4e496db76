// An approval: what is asked, who voted, and what became of it. pending → approved | denied | expired |
// canceled; an outcome never changes.
import { z } from 'zod';
import { ROLES } from '../audience/access.ts';
import { addressSchema } from '../audience/chat-book.ts';
import { jsonObjectSchema } from '../event/event-shape.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';

const text = z.string().exactOptional();
const texts = z.array(z.string()).readonly();

const settledSchema = z.enum(['approved', 'denied', 'expired', 'canceled']);
export type SettledStatus = z.infer<typeof settledSchema>;

/** Whoever is in one of the two; with both empty nobody is. */
const approversSchema = z
  .object({
    roles: z.array(z.enum(ROLES)).readonly(),
    /** Ids of people: the Telegram one, or the one a producer knows them by (person.ts). */
    users: texts,
  })
  .readonly();
export type ApproverList = z.infer<typeof approversSchema>;

/** What it takes to decide a request; set when it is asked, whatever becomes of the policies. */
const termsSchema = z
  .object({
    /** Who may; absent: whoever may decide by their role. Both lists empty: nobody. */
    approvers: approversSchema.exactOptional(),
    /** Who decides has to be in each of these as well. */
    alsoApprovers: z.array(approversSchema).readonly().exactOptional(),
    /** How many people have to approve, and to deny; at least 1. */
    required: z.number(),
    denyRequired: z.number(),
    /** Whether who asked may approve. */
    selfApproval: z.boolean(),
    reasonRequired: z.enum(['deny', 'both', 'none']),
    /** When to say again that it waits, in epoch milliseconds, rising. */
    remindAt: z.array(z.number()).readonly(),
    /** Places that get the request with the first reminder. */
    escalateTo: z.array(addressSchema).readonly(),
    /** Whether a decision that somebody else announces on the Redis bus settles it. */
    decidedElsewhere: z.enum(['settle', 'ignore']),
  })
  .readonly();
export type Terms = z.infer<typeof termsSchema>;

/** What of a request could not be followed, so that people see it. */
const problemSchema = z.enum([
  /** What it says of its end is no instant; the policy's time counts. */
  'expires_at_unreadable',
  /** What it says of its time is no number of seconds; the policy's time counts. */
  'timeout_unreadable',
  /** Its end was over before it arrived. */
  'over_on_arrival',
  /** It wanted to be approved at its end, which is the policy's alone to give. */
  'approval_by_silence_refused',
]);
export type RequestProblem = z.infer<typeof problemSchema>;

/** What is asked, as its producer said it. */
const requestSchema = z
  .object({
    /** Its identity, made from project and id (approval-key.ts): safe in names of keys and buttons. */
    key: z.string(),
    /** The producer's `approval_id`, else the id of the event that asked. For people. */
    id: z.string(),
    /** From 1. A request that its producer changed while it was open is a new version of itself. */
    version: z.number(),
    /** RFC 3339 UTC of the newest version; absent for the first. */
    changedAt: text,
    eventId: z.string(),
    projectId: text,
    sessionId: text,
    jobId: text,
    /** The stage whose gate it is, of a staged job. */
    stage: text,
    visibility: z.enum(['public', 'internal']),
    scope: z.string(),
    action: z.string(),
    reason: z.string(),
    context: jsonObjectSchema,
    /** Who asked, as the producer names them; at least one of the two. */
    requestedBy: z.object({ id: text, name: text }).readonly().exactOptional(),
    /** Ids of whoever published the request over HTTP: its token, and the person who holds it. */
    publishedBy: texts.exactOptional(),
    /** The token that it was published with, `token:<id>`; absent: it came over the bus or from a file. */
    source: text,
    /** It is a gate of the pipeline engine, which looks for the decision in its folder of runs. */
    isGate: z.literal(true).exactOptional(),
    /** When it arrived, by jobwire's clock: RFC 3339 UTC. */
    requestedAt: z.string(),
    /** RFC 3339 UTC; absent: it waits for ever. */
    expiresAt: text,
    onTimeout: z.enum(['expire', 'deny', 'approve']),
    terms: termsSchema,
    problems: z.array(problemSchema).readonly().exactOptional(),
  })
  .readonly();
export type ApprovalRequest = z.infer<typeof requestSchema>;

export const decodeRequest = createDecoder('request', requestSchema);

/** Who decided: a person, or the program for one. */
const deciderSchema = z
  .object({
    /** Telegram user id or the producer's id, as text. */
    id: z.string(),
    name: z.string(),
    via: z.enum(['telegram', 'web', 'cli', 'timeout', 'policy']),
  })
  .readonly();
export type Decider = z.infer<typeof deciderSchema>;

const voteSchema = z
  .object({
    verdict: z.enum(['approve', 'deny']),
    by: deciderSchema,
    /** Everything that the voter is known by, in the form that compares (person.ts). */
    ids: texts,
    /** The token that it was given with, over HTTP. */
    tokenId: text,
    reason: text,
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly();
export type Vote = z.infer<typeof voteSchema>;

export const decodeVotes = createDecoder('list of votes', z.array(voteSchema).readonly());

const outcomeSchema = z
  .object({
    status: settledSchema,
    /** Whose vote settled it. Absent when nobody decided: expired, or canceled because the job ended. */
    by: deciderSchema.exactOptional(),
    reason: text,
    /** It was decided by somebody else on the bus, who says so: the component that published it. */
    elsewhere: z.object({ source: z.string() }).readonly().exactOptional(),
    /** RFC 3339 UTC. */
    at: z.string(),
  })
  .readonly();
export type Outcome = z.infer<typeof outcomeSchema>;

export const decodeOutcome = createDecoder('outcome', outcomeSchema);

/** What the job makes of a decision: it gave a sign of life after it, or none for a minute. */
const receptionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('awaited') }).readonly(),
  z.object({ kind: z.literal('picked_up'), at: z.string() }).readonly(),
  z.object({ kind: z.literal('unheard'), at: z.string() }).readonly(),
]);
export type Reception = z.infer<typeof receptionSchema>;

export const decodeReception = createDecoder('reception of a decision', receptionSchema);

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
