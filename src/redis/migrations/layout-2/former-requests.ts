// Reads requests as layout 1 has them: the hash `approval:<id>`, and beside it the hash `:votes` by person,
// the list `:voters` of persons by their first vote, `:attempts`, `:copies`, `:strays` and `:audit`.
import { z } from 'zod';
import {
  type ApprovalRequest,
  decodeOutcome,
  type Outcome,
  type Vote,
} from '../../../approvals/approval.ts';
import { type AuditEntry, decodeAuditEntry } from '../../../approvals/approval-store.ts';
import { createDecoder, type Decoder } from '../../../runtime/stored/decoder.ts';
import type { Former } from '../migration.ts';
import { membersOf } from '../pages.ts';

/** What was stored of a request and of its votes. */
export type StoredRequest = Omit<ApprovalRequest, 'key' | 'version' | 'terms' | 'isGate'> & {
  readonly terms: Omit<ApprovalRequest['terms'], 'decidedElsewhere'>;
};
export type StoredVote = Omit<Vote, 'ids' | 'tokenId'>;

/** What the migration looks at; the rest is checked by whoever reads what it made. */
const decodeFormerRequest = createDecoder(
  'request',
  z.object({
    eventId: z.string(),
    projectId: z.string().exactOptional(),
    jobId: z.string().exactOptional(),
    stage: z.string().exactOptional(),
    terms: z.looseObject({}),
  }),
) as Decoder<unknown> as Decoder<StoredRequest>;

const decodeFormerVote = createDecoder(
  'vote',
  z.object({
    verdict: z.enum(['approve', 'deny']),
    by: z.object({ id: z.string(), name: z.string(), via: z.string() }),
    at: z.string(),
  }),
) as Decoder<unknown> as Decoder<StoredVote>;

export interface FormerRequest {
  readonly id: string;
  /** Everything of its hash but `request`, `outcome` and `project`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly request: StoredRequest;
  readonly outcome?: Outcome;
  /** By the order of the persons' first votes. */
  readonly votes: readonly StoredVote[];
  readonly audit: readonly AuditEntry[];
  readonly attempts: readonly string[];
  /** When it was asked, as the list of all requests has it. */
  readonly score: string;
}

const AT_ONCE = 100;

/** The oldest first. */
export async function* formerRequests(former: Former): AsyncGenerator<FormerRequest> {
  let page: (readonly [id: string, score: string])[] = [];
  for await (const listed of membersOf(former.redis, `${former.prefix}approvals:all`)) {
    page.push(listed);
    if (page.length < AT_ONCE) continue;
    yield* await readPage(former, page);
    page = [];
  }
  yield* await readPage(former, page);
}

async function readPage(
  former: Former,
  page: readonly (readonly [id: string, score: string])[],
): Promise<FormerRequest[]> {
  const found = await Promise.all(page.map(([id, score]) => readOne(former, id, score)));
  return found.filter((one) => one !== undefined);
}

async function readOne(
  { redis, prefix }: Former,
  id: string,
  score: string,
): Promise<FormerRequest | undefined> {
  const key = `${prefix}approval:${id}`;
  const [hash, votes, voters, audit, attempts] = await Promise.all([
    redis.hgetall(key),
    redis.hgetall(`${key}:votes`),
    redis.lrange(`${key}:voters`, 0, -1),
    redis.lrange(`${key}:audit`, 0, -1),
    redis.hkeys(`${key}:attempts`),
  ]);
  const { request, outcome, project: _, ...fields } = hash;
  if (request === undefined) return undefined;
  return {
    id,
    fields,
    request: decodeFormerRequest(request, { key, field: 'request' }),
    ...(outcome === undefined
      ? {}
      : { outcome: decodeOutcome(outcome, { key, field: 'outcome' }) }),
    votes: voters.flatMap((person) => {
      const vote = votes[person];
      const at = { key: `${key}:votes`, field: person };
      return vote === undefined ? [] : [decodeFormerVote(vote, at)];
    }),
    audit: audit.map((text, at) =>
      decodeAuditEntry(text, { key: `${key}:audit`, field: String(at) }),
    ),
    attempts,
    score,
  };
}
