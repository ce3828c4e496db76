// Requests: `approval:<id>` and what lies beside it move to `approval:<key>`; what finds them by identity and
// by gate is made anew. Their trails, copies and attempts stay as they are.
import type { ApprovalRequest, Outcome } from '../../../approvals/approval.ts';
import type { AuditEntry } from '../../../approvals/approval-store.ts';
import { approvalKey, contentDigest } from '../../../approvals/requests/approval-key.ts';
import { decodeMember } from '../../../audience/access.ts';
import { decodeToken } from '../../../audience/tokens.ts';
import { stableName } from '../../../event/event-id.ts';
import type { Former, Staging } from '../migration.ts';
import type { FormerJobs } from './build-jobs.ts';
import { type FormerRequest, formerRequests } from './former-requests.ts';
import { createVoters, type Voters } from './voters.ts';

/** What the requests are known by now. */
export interface RequestKeys {
  /** `undefined` for an id that no request has. */
  keyOf(id: string): string | undefined;
  /** Whether it was reminded of: then some of its messages are reminders. */
  wasReminded(id: string): boolean;
}

interface Known {
  readonly jobs: FormerJobs;
  readonly voters: Voters;
}

export async function buildRequests(
  former: Former,
  next: Staging,
  jobs: FormerJobs,
): Promise<RequestKeys> {
  const keys = new Map<string, string>();
  const reminded = new Set<string>();
  const known = { jobs, voters: createVoters(await readPeople(former)) };
  for await (const request of formerRequests(former)) {
    keys.set(request.id, await buildRequest(request, { former, next, ...known }));
    if (request.audit.some(({ what }) => what === 'reminded')) reminded.add(request.id);
  }
  await next.remove('approvals:gates');
  return { keyOf: (id) => keys.get(id), wasReminded: (id) => reminded.has(id) };
}

async function readPeople({ redis, prefix }: Former) {
  const [members, tokens] = await Promise.all([
    redis.hgetall(`${prefix}members`),
    redis.hgetall(`${prefix}tokens`),
  ]);
  return {
    members: Object.entries(members).map(([field, text]) =>
      decodeMember(text, { key: `${prefix}members`, field }),
    ),
    tokens: Object.entries(tokens).map(([field, text]) =>
      decodeToken(text, { key: `${prefix}tokens`, field }),
    ),
  };
}

/** The format of the pipeline engine. */
const ENGINE = 'pipeline';

type Build = Known & { readonly former: Former; readonly next: Staging };

/** Answers the key of the request. */
async function buildRequest(one: FormerRequest, build: Build): Promise<string> {
  const { next, jobs } = build;
  const { id, request, fields } = one;
  const { jobId, stage = '' } = request;
  const identity = approvalKey({ ...request, projectId: projectIn(request, jobs) }, id);
  const job = jobId === undefined ? undefined : jobs.keyOf(jobId, request.projectId);
  const gate = isGate(request, jobs) ? stableName('gate', job, stage) : '';
  const hash = { ...fields, ...hashOf(one, identity, build), job: job ?? '', gate };
  await next.add('HSET', `approval:${identity}`, ...Object.entries(hash).flat());
  await next.add('HSET', 'approvals:current', identity, identity);
  await next.add('SADD', `approvals:ids:${stableName(id)}`, identity);
  await next.add('ZADD', 'approvals:all', one.score, identity);
  if (gate !== '') await next.add('HSET', 'approvals:gates', gate, identity);
  await buildBeside(one, identity, build);
  if (jobId !== undefined) await buildListsOfJob({ id, jobId, job, identity }, build);
  return identity;
}

/** A request without a project is one of its job's, as everything is that the job says from now on. */
function projectIn({ projectId, jobId }: FormerRequest['request'], jobs: FormerJobs) {
  return projectId ?? (jobId === undefined ? undefined : jobs.projectOf(jobId));
}

/** Only the pipeline engine has gates. Of a job that is not kept any more nobody knows. */
function isGate({ jobId = '', stage }: FormerRequest['request'], jobs: FormerJobs): boolean {
  return stage !== undefined && (jobs.dialectOf(jobId) ?? ENGINE) === ENGINE;
}

function hashOf(one: FormerRequest, key: string, known: Known): Record<string, string> {
  const { id, request: stored, outcome, votes, audit } = one;
  const { jobs, voters } = known;
  const terms = { ...stored.terms, decidedElsewhere: 'settle' } as const;
  const gate = isGate(stored, jobs) ? ({ isGate: true } as const) : {};
  const request: ApprovalRequest = { ...stored, key, id, version: 1, terms, ...gate };
  return {
    request: JSON.stringify(request),
    version: '1',
    event: request.eventId,
    digest: contentDigest(request),
    // By whom it was published over HTTP, nobody wrote down.
    source: '',
    elsewhere: terms.decidedElsewhere,
    votes: JSON.stringify(votes.map((vote) => voters.vote(vote, audit))),
    ...(outcome === undefined ? {} : { outcome: JSON.stringify(outcomeWith(outcome, audit)) }),
  };
}

/** What was decided elsewhere says so now; until then only the trail did. */
function outcomeWith(outcome: Outcome, audit: readonly AuditEntry[]): Outcome {
  const entry = audit.findLast(({ what, at }) => what === outcome.status && at === outcome.at);
  const from = typeof entry?.from === 'string' ? entry.from : '';
  const source = /^bus (.*)$/s.exec(from)?.[1];
  return source === undefined ? outcome : { ...outcome, elsewhere: { source } };
}

async function buildBeside(one: FormerRequest, key: string, build: Build): Promise<void> {
  const { next, voters } = build;
  const [from, to] = [`approval:${one.id}`, `approval:${key}`];
  for (const part of ['attempts', 'copies', 'strays', 'audit']) {
    await next.copy(`${from}:${part}`, `${to}:${part}`);
  }
  // Whoever sends one again names it as it is named now.
  for (const name of one.attempts) {
    await next.add('HSET', `${to}:attempts`, voters.attempt(name, one.id, key), '1');
  }
  await next.remove(from);
  for (const part of ['votes', 'voters', 'attempts', 'copies', 'strays', 'audit']) {
    await next.remove(`${from}:${part}`);
  }
}

interface OfJob {
  readonly id: string;
  readonly jobId: string;
  readonly job: string | undefined;
  readonly identity: string;
}

async function buildListsOfJob({ id, jobId, job, identity }: OfJob, { former, next }: Build) {
  for (const list of ['job', 'awaiting']) {
    const name = `approvals:${list}:${jobId}`;
    if ((await former.redis.sismember(former.prefix + name, id)) === 1) {
      await next.add('SADD', `approvals:${list}:${job}`, identity);
    }
    await next.remove(name);
  }
}
