// A standing approval: a person approved a request together with later ones like it, for a time.
import { z } from 'zod';
import { defined } from '../../runtime/defined.ts';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import {
  type Approval,
  type ApprovalRequest,
  type Decider,
  deciderSchema,
  STANDING_SCOPES,
  type Vote,
} from '../approval.ts';

const text = z.string().exactOptional();

const standingSchema = z
  .object({
    /** Unguessable: it is in the data of the button that ends it. */
    id: z.string(),
    /** Of the requests that it counts for, as in their terms. */
    like: z.string(),
    rule: z.string(),
    scope: z.enum(STANDING_SCOPES),
    pattern: text,
    /** The request that it was given with: its key, and what it says. */
    approvalId: z.string(),
    projectId: text,
    sessionId: text,
    jobId: text,
    stage: text,
    visibility: z.enum(['public', 'internal']),
    requestScope: z.string(),
    action: z.string(),
    /** Who gave it, as in the vote. */
    by: deciderSchema,
    ids: z.array(z.string()).readonly(),
    tokenId: text,
    /** When that request came, RFC 3339 UTC; absent in data of former versions. */
    askedAt: text,
    /** RFC 3339 UTC. */
    givenAt: z.string(),
    /** When its time is over, RFC 3339 UTC. For people: the store's clock decides. */
    until: z.string(),
  })
  .readonly();
export type StandingApproval = z.infer<typeof standingSchema>;

export const decodeStanding = createDecoder('standing approval', standingSchema);

/** Written into the audit trail of its request once it is forgotten. */
export interface EndOfStanding {
  /**
   * `stopped`: by a person. `denied`: who gave it denied a request like it. `replaced`: they gave it again.
   * `session`, `job`: that ended. `role`: who gave it may no longer approve. `policy`: no policy allows it any
   * longer. `time`: it is over.
   */
  readonly why: 'stopped' | 'denied' | 'replaced' | 'session' | 'job' | 'role' | 'policy' | 'time';
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly by?: Decider;
}

/** The standing approval whose vote settled a request. */
export function decidingStanding({ votes, outcome }: Approval): string | undefined {
  const by = outcome?.by;
  if (by?.via !== 'standing') return undefined;
  const vote = votes.find((one) => one.by.via === 'standing' && one.by.id === by.id);
  return vote?.standing?.id;
}

interface Given {
  readonly id: string;
  readonly vote: Omit<Vote, 'standing'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What is given with a vote on a request; `undefined` if its terms don't allow it. */
export function standingFrom(
  request: ApprovalRequest,
  { id, vote, now }: Given,
): StandingApproval | undefined {
  const { standing } = request.terms;
  if (standing === undefined) return undefined;
  const { key, projectId, sessionId, jobId, stage, visibility } = request;
  const { like, rule, scope, pattern, forMs } = standing;
  return {
    id,
    ...{ like, rule, scope, ...defined({ pattern }) },
    approvalId: key,
    ...defined({ projectId, sessionId, jobId, stage }),
    ...{ visibility, requestScope: request.scope, action: request.action },
    ...{ by: vote.by, ids: vote.ids, ...defined({ tokenId: vote.tokenId }) },
    askedAt: request.requestedAt,
    givenAt: vote.at,
    until: new Date(now + forMs).toISOString(),
  };
}

/** A session or job; nothing that was given for it outlives it. */
export interface Within {
  readonly kind: 'session' | 'job';
  readonly projectId?: string;
  readonly id: string;
  /** Of the requests: what ends internally reveals itself to nobody else. */
  readonly visibility: ApprovalRequest['visibility'];
}

type Of = Pick<StandingApproval, 'scope' | 'sessionId' | 'jobId' | 'projectId' | 'visibility'>;

/** What it ends with, besides its time. */
export function withinOf(standing: Of): readonly Within[] {
  const { scope, sessionId, jobId, projectId, visibility } = standing;
  if (scope === 'project') return [];
  const of = { ...defined({ projectId }), visibility };
  const session =
    sessionId === undefined ? [] : [{ kind: 'session', id: sessionId, ...of } as const];
  if (scope === 'session' || jobId === undefined) return session;
  return [{ kind: 'job', id: jobId, ...of }, ...session];
}
