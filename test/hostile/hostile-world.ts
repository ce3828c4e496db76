// A world worth attacking: project `shop` with things that only its people may know and decide, project
// `lab` next door, a project `vault` of which nobody out here ever hears; the built program serves them.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMembers } from '../../src/redis/people/members.ts';
import { createKeys } from '../../src/redis/scripts/keys.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';
import { ADMIN, LAB, LAB_GROUP, PEOPLE, SHOP, SHOP_GROUP, TOKENS, type TokenName } from './cast.ts';
import { createMarkers, type Markers } from './markers.ts';

export interface HostileWorld extends Awaited<ReturnType<typeof createHostileWorld>> {}

export interface Answer {
  readonly status: number;
  /** Head and body. */
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly path: string;
  /** The secret of a token; absent for none. */
  readonly secret?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const WAIT_MS = 60_000;

/** The policies: two people for everything in shop and vault. */
function policiesFor(vault: string): string {
  const own = 'required: 2, expires_after: 1h';
  const chats = [ADMIN, PEOPLE.abe.id, PEOPLE.bea.id, PEOPLE.asker.id, SHOP_GROUP];
  const places = chats.map((id) => `{ id: ${id}, level: approvals }`).join(', ');
  return `
approvals:
  - { match: { project: ${SHOP}, scope: open }, ${own}, decided_elsewhere: settle }
  - { match: { project: ${SHOP} }, ${own}, decided_elsewhere: ignore }
  - { match: { project: ${vault} }, ${own}, decided_elsewhere: ignore }
default: { required: 1, expires_after: 1h }
routes:
  - { match: { project: ${SHOP}, types: job.approval_needed }, chats: [${places}] }
  - { match: { project: ${SHOP}, types: gate.pause }, chats: [${places}] }
`;
}

export async function createHostileWorld() {
  const markers = createMarkers();
  const vault = markers.plant('name of a project', 'project');
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-hostile-'));
  const [policyFile, runsDir, logsDir] = ['policy.yaml', 'runs', 'logs'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await Promise.all([mkdir(runsDir), mkdir(logsDir)]);
  await writeFile(policyFile, policiesFor(vault));
  const world = await createWorld({
    limits: 'off',
    settings: {
      POLICY_FILE: policyFile,
      PIPELINE_RUNS_DIR: runsDir,
      LOGS_DIR: logsDir,
      ADMIN_USER_IDS: String(ADMIN),
      TAIL_INTERVAL_MS: '500',
    },
  });
  populate(world, markers);
  await giveRoles(world);
  const program = await world.start();
  const call = callerOf(program);
  const telegram = world.simulator.world;
  await startChats(world);
  const secrets = await giveTokens(call);
  return {
    ...world,
    markers,
    vault,
    folder,
    runsDir,
    logsDir,
    program,
    telegram,
    /** One request over HTTP. */
    call,
    secrets,
    /** The same as an admin; the token of the settings has to wait after others guessed. */
    asAdmin: (path: string, more: Partial<Asked> = {}) =>
      call({ path, secret: secrets.admin, ...more }),
    /** Resolves when everything that was said before is journalled and routed, with the ids of jobs that prove it. */
    settle: (jobs: readonly string[] = []) =>
      settle({ ...world, call, secret: secrets.admin }, jobs),
    async close() {
      await world.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Call = (asked: Asked) => Promise<Answer>;

function callerOf({ url }: Program): Call {
  return async ({ method = 'GET', path, secret, body, headers = {} }) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(WAIT_MS),
    });
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return { status: response.status, text: `${head}\n\n${await response.text()}` };
  };
}

/** The JSON of an answer. */
export function jsonOf({ text }: Answer) {
  return JSON.parse(text.slice(text.indexOf('\n\n') + 2));
}

function populate({ simulator: { world } }: World, markers: Markers): void {
  for (const { id, name } of Object.values(PEOPLE)) {
    world.addPerson({ id, firstName: name, languageCode: 'en' });
    world.addPrivateChat(id);
  }
  const inLab = [PEOPLE.admin, PEOPLE.labApprover, PEOPLE.labViewer, PEOPLE.stranger, PEOPLE.abe];
  const inShop = [PEOPLE.admin, PEOPLE.abe, PEOPLE.viewer, PEOPLE.labApprover, PEOPLE.stranger];
  world.addGroup({ id: LAB_GROUP, title: 'Lab', members: inLab.map(({ id }) => id) });
  const title = markers.plant('title of a group', 'shop');
  world.addGroup({ id: SHOP_GROUP, title, members: inShop.map(({ id }) => id) });
}

/** Says it and waits for the answer. */
export async function saidIn(
  { simulator: { world } }: Pick<World, 'simulator'>,
  saying: Parameters<typeof world.say>[0],
): Promise<string> {
  const { messageId } = world.say(saying);
  const answer = await world.waitFor(
    () =>
      world.messages(saying.chatId).find(({ from, messageId: at }) => from.isBot && at > messageId),
    WAIT_MS,
  );
  return answer.text;
}

/** As `/grant` does, which an admin's chat has no time for. */
async function giveRoles({ client: redis }: World): Promise<void> {
  const members = createMembers({ redis, keys: createKeys('jobwire'), adminUserIds: [ADMIN] });
  for (const { id, name, ...more } of Object.values(PEOPLE)) {
    if (!('grant' in more)) continue;
    const knownAs = 'knownAs' in more ? { knownAs: more.knownAs } : {};
    await members.grant(id, more.grant, { name, ...knownAs });
  }
}

async function startChats(world: World): Promise<void> {
  const say = (chatId: number, text: string, personId: number) =>
    saidIn(world, { chatId, personId, text });
  await Promise.all(Object.values(PEOPLE).map(({ id }) => say(id, '/start', id)));
  await say(LAB_GROUP, `/subscribe project ${LAB}`, ADMIN);
}

async function giveTokens(call: Call): Promise<Readonly<Record<TokenName, string>>> {
  const made: [string, string][] = [];
  for (const [name, { sees: _, ...fields }] of Object.entries(TOKENS)) {
    const asked = { path: '/api/v1/tokens', method: 'POST', secret: ADMIN_TOKEN };
    const { id, token } = jsonOf(await call({ ...asked, body: { name, ...fields } }));
    if (name === 'revoked')
      await call({ ...asked, method: 'DELETE', path: `/api/v1/tokens/${id}` });
    made.push([name, token]);
  }
  return Object.fromEntries(made) as Record<TokenName, string>;
}

let fences = 0;

interface Settling extends Pick<World, 'client'> {
  readonly call: Call;
  /** Of an admin. */
  readonly secret: string;
}

/** A job is told of on every way in; once all of them are known, so is what was said before them. */
async function settle(
  { client, call, secret }: Settling,
  jobs: readonly string[],
): Promise<string[]> {
  fences += 1;
  const job = (way: string) => `fence-${fences}-${way}`;
  const started = { event_type: 'job.started' };
  for (const project of [SHOP, LAB]) {
    await publish(client, { ...started, project_id: project, job_id: job(project) }, 'stream');
  }
  await publish(client, { ...started, project_id: LAB, job_id: job('channel') }, 'channel');
  const payload = { id: job('jobs'), status: 'running', repo_owner: 'fence', repo_name: 'fence' };
  await client.publish('job-events', JSON.stringify({ type: 'job.created', payload }));
  const wanted = [...[SHOP, LAB, 'channel', 'jobs'].map(job), ...jobs];
  await until(async () => {
    const answers = await Promise.all(
      wanted.map((id) => call({ path: `/api/v1/jobs/${id}`, secret })),
    );
    return answers.every(({ status }) => status === 200 || status === 409);
  }, 'the fences');
  return wanted;
}

/** Asks until it is so: what it waits for says nothing by itself. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what} did not come in time`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
