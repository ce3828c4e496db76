// Reads requests as layout 1 has them: the hash `approval:<id>`, and beside it the hash `:votes` by person,
// the list `:voters` of persons by their first vote, `:attempts`, `:copies`, `:strays` and `:audit`.
import type { ApprovalRequest, Outcome, Vote } from '../../../approvals/approval.ts';
import type { AuditEntry } from '../../../approvals/approval-store.ts';
import type { Former } from '../migration.ts';
import { membersOf } from '../pages.ts';

/** What was stored of a request and of its votes. */
export type StoredRequest = Omit<ApprovalRequest, 'key' | 'version' | 'terms' | 'isGate'> & {
  readonly terms: Omit<ApprovalRequest['terms'], 'decidedElsewhere'>;
};
export type StoredVote = Omit<Vote, 'ids' | 'tokenId'>;

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
    request: JSON.parse(request) as StoredRequest,
    ...(outcome === undefined ? {} : { outcome: JSON.parse(outcome) as Outcome }),
    votes: voters.flatMap((person) => {
      const vote = votes[person];
      return vote === undefined ? [] : [JSON.parse(vote) as StoredVote];
    }),
    audit: audit.map((text) => JSON.parse(text) as AuditEntry),
    attempts,
    score,
  };
}
