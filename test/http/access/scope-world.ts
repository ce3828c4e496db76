// A world with a secret in each place, and every kind of caller who walks through it.
import { type Member, maySee } from '../../../src/audience/access.ts';
import type { TokenScope } from '../../../src/audience/tokens.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { aRequest, aVote } from '../../helpers/requests.ts';
import { givingStep, STANDING_TERMS } from '../../helpers/standings.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

export const A = 'OPEN-project';
export const B = 'HIDDEN-project';

/** What there is, one of everything for each; its name is in all of its texts. */
export const KINDS = [
  { name: 'open-of-a', projectId: A, visibility: 'public' },
  { name: 'internal-of-a', projectId: A, visibility: 'internal' },
  { name: 'open-of-b', projectId: B, visibility: 'public' },
  { name: 'internal-of-b', projectId: B, visibility: 'internal' },
  { name: 'open-of-none', projectId: undefined, visibility: 'public' },
  { name: 'internal-of-none', projectId: undefined, visibility: 'internal' },
] as const;
export type Kind = (typeof KINDS)[number];

const member = (userId: number, ...grants: Member['grants']): Member => ({
  userId,
  name: `user-${userId}`,
  grants,
  knownAs: [],
});
const HOLDERS = [
  undefined,
  member(501, { role: 'viewer', projectId: A }),
  member(502, { role: 'admin', projectId: A }),
  member(503, { role: 'viewer' }),
  member(504, { role: 'admin', projectId: A }, { role: 'viewer', projectId: B }),
  member(505, { role: 'admin' }),
  member(506),
];
const SCOPES: readonly (readonly TokenScope[])[] = [
  ['read'],
  ['admin'],
  ['publish'],
  ['decide'],
  ['metrics'],
];

export interface Walker {
  readonly name: string;
  /** `undefined`: calls without one. */
  readonly secret: string | undefined;
  readonly sees: (kind: Kind) => boolean;
  readonly seesMetrics: boolean;
  readonly isAdminOfAll: boolean;
  /** To its own project, by the token itself. */
  readonly isLimited: boolean;
}

export interface World {
  readonly port: HttpApi;
  readonly walkers: readonly Walker[];
}

export async function startWorld(): Promise<World> {
  const port = await startHttpApi({ limits: { heartbeatMs: 20, pipelineHeartbeatMs: 20 } });
  for (const holder of HOLDERS) {
    for (const grant of holder?.grants ?? []) await port.members.grant(holder?.userId ?? 0, grant);
  }
  // Known, with no role left.
  await port.members.grant(506, { role: 'viewer' });
  await port.members.revoke(506, {});
  const walkers = [nobody(undefined), nobody('wrong'), ...(await allWalkers(port))];
  for (const kind of KINDS) await put(port, kind);
  const detail = `${B} internal-of-b`;
  for (const part of ['files:runs', 'events:televibe']) port.health.report(part, false, detail);
  return { port, walkers };
}

async function put(port: HttpApi, kind: Kind): Promise<void> {
  const { name, projectId, visibility } = kind;
  await publish(port, kind);
  const of = projectId === undefined ? { projectId } : { projectId };
  const place = { ...of, visibility } as object;
  port.board.put({
    ...aJob({ id: `${name}-job`, title: name, sessionId: `${name}-session`, costUsd: 1 }),
    ...place,
  });
  await port.logSink.append({ jobId: `${name}-job` }, [{ text: name, level: 'info' }], {
    isEnd: false,
  });
  port.approvals.open({
    ...aRequest(`${name}-ap`, { action: name, jobId: `${name}-job` }),
    ...place,
  });
  const alike = {
    ...aRequest(`${name}-alike`, { action: name, sessionId: `${name}-session` }),
    ...place,
    terms: { ...PLAIN_TERMS, standing: STANDING_TERMS },
  };
  port.approvals.open(alike);
  await port.approvals.step(givingStep(alike, aVote(name)));
  port.buildHashes.set(`${name}-job`, { status: 'running', ...(projectId ? { projectId } : {}) });
  port.deadLetters.bury({ raw: name, reason: name, source: `televibe:stream:${name}` });
  await port.tokens.create({
    name: `${name}-token`,
    scopes: ['read'],
    ...(projectId === undefined ? {} : { projects: [projectId] }),
  });
}

/** Appended as an event of the jobs dialect, which every stream shows. */
export async function publish(port: HttpApi, { name, projectId, visibility }: Kind): Promise<void> {
  const fields = { type: 'job.updated', data: { text: name }, sessionId: `${name}-session` };
  const event = { ...fields, jobId: `${name}-job`, visibility };
  await port.publish({ ...event, projectId } as Parameters<HttpApi['publish']>[0]);
}

const nobody = (secret: string | undefined): Walker => ({
  name: secret ?? 'nobody',
  secret,
  sees: () => false,
  seesMetrics: false,
  isAdminOfAll: false,
  isLimited: false,
});

async function allWalkers(port: HttpApi): Promise<Walker[]> {
  const made: Walker[] = [];
  for (const scopes of SCOPES) {
    for (const projects of [undefined, [A]]) {
      for (const holder of HOLDERS) made.push(await aWalker(port, { scopes, projects, holder }));
    }
  }
  return made;
}

interface Wish {
  readonly scopes: readonly TokenScope[];
  readonly projects: string[] | undefined;
  readonly holder: Member | undefined;
}

async function aWalker(port: HttpApi, { scopes, projects, holder }: Wish): Promise<Walker> {
  const { secret } = await port.tokens.create({
    name: 'walker',
    scopes,
    ...(projects === undefined ? {} : { projects }),
    ...(holder === undefined ? {} : { userId: String(holder.userId) }),
  });
  const isAdmin = scopes.includes('admin');
  const mayHold = (kind: Pick<Kind, 'projectId' | 'visibility'>) =>
    holder === undefined || maySee(holder, kind);
  const seesAll = mayHold({ projectId: undefined, visibility: 'public' });
  return {
    name: `${scopes} of ${projects ?? 'all'} held by ${holder?.userId ?? 'nobody'}`,
    secret,
    sees: (kind) =>
      (isAdmin || scopes.includes('read')) &&
      (isAdmin || kind.visibility === 'public') &&
      (projects === undefined ||
        (kind.projectId !== undefined && projects.includes(kind.projectId))) &&
      mayHold(kind),
    isAdminOfAll:
      isAdmin &&
      projects === undefined &&
      mayHold({ projectId: undefined, visibility: 'internal' }),
    isLimited: projects !== undefined,
    seesMetrics: (isAdmin || scopes.includes('metrics')) && projects === undefined && seesAll,
  };
}

/** What of this caller's secrets is among these bytes. */
export function leaksIn(bytes: string, { sees }: Walker): string[] {
  const hidden = KINDS.filter((kind) => !sees(kind));
  const isProjectSeen = (projectId: string) =>
    KINDS.some((kind) => kind.projectId === projectId && sees(kind));
  return [
    ...hidden.map(({ name }) => name).filter((text) => bytes.includes(text)),
    ...[A, B].filter((id) => !isProjectSeen(id) && bytes.includes(id)),
  ];
}

export async function bytesOf(response: Response): Promise<string> {
  // How much is left of the caller's rate, and the time, change by themselves.
  const moving = ['date', 'ratelimit'];
  const headers = [...response.headers].filter(([name]) => !moving.includes(name));
  const bytes = `${response.status} ${JSON.stringify(headers)} ${await response.text()}`;
  // Who has no right token is told how long to wait, and that grows less from second to second.
  return response.status === 429 ? bytes.replaceAll(/(?<=retry-after","|after )\d+/g, 'N') : bytes;
}
