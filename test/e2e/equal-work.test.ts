// What is another project's costs Redis as many commands as what does not exist, so that no clock tells them apart.
// The built program fills a real Redis and ends; then nothing but the requests of this test asks anything of it.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDecide } from '../../src/approvals/decisions/decide.ts';
import { createStopStanding } from '../../src/approvals/decisions/stop-standing.ts';
import { createAuth } from '../../src/http/access/authenticate.ts';
import { createBuildHashes } from '../../src/redis/jobs/build-hashes.ts';
import { createLogSink } from '../../src/redis/jobs/logs/log-sink.ts';
import { createStorage } from '../../src/redis/storage.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { publish } from '../helpers/publish.ts';
import { allVotesStand } from '../helpers/voter-rights.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';
import { ROUTES } from '../hostile/routes.ts';
import { type HttpApi, startHttpApi } from '../http/http-api.ts';

const [OWN, OTHER] = ['lab', 'shop'];
/** The same length each, so that only what is behind them differs. */
const [THERE, NOWHERE, FIRST] = ['thing-1', 'thing-2', 'thing-0'];
/** They are for admins of all projects alone, and refuse others before they look. */
const FOR_ALL = /\/(?:dead-letters|tokens)\//;

let world: World;
let api: HttpApi;
/** Of the standing approval in the other project. */
let standing: string;
let secret: string;
let monitor: Socket;
/** All commands that Redis got, those of scripts too. */
const seen: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  const policy = join(world.redis.dir, 'policy.yaml');
  await writeFile(
    policy,
    'approvals:\n  - { match: { scope: push }, standing: { for: 1h, scope: session } }\n',
  );
  const program = await world.start({ POLICY_FILE: policy });
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(program.url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const of = { project_id: OTHER, session_id: 's1' };
  await publish(world.client, { ...of, event_type: 'job.started', job_id: THERE, data: {} });
  await waitUntil(async () => (await ask('GET', `/api/v1/jobs/${THERE}`)).id === THERE);
  await ask('POST', `/api/v1/jobs/${THERE}/logs`, { lines: ['one'] });
  await world.client.hset(`job:${THERE}`, { status: 'running', project_id: OTHER });
  const question = { ...of, action: 'git push', scope: 'push' };
  await ask('POST', '/api/v1/approvals', { ...question, action: 'git tag', approval_id: THERE });
  // On the bus: nobody approves what they asked themselves.
  const data = { approval_id: FIRST, action: 'git push', scope: 'push' };
  await publish(world.client, { ...of, event_type: 'job.approval_needed', data });
  await waitUntil(async () => (await ask('GET', `/api/v1/approvals/${FIRST}`)).id === FIRST);
  const decision = { decision: 'approve', standing: true };
  await ask('POST', `/api/v1/approvals/${FIRST}/decision`, decision);
  const { standing: all } = (await ask('GET', '/api/v1/standing')) as {
    standing?: { id: string }[];
  };
  standing = all?.[0]?.id ?? '';
  const wish = { name: 'lab', scopes: ['admin'], projects: [OWN] };
  secret = String((await ask('POST', '/api/v1/tokens', wish)).token);
  await program.stop();
  api = await startOn(world);
  monitor = await watch(world, (command) => seen.push(command));
  // When a token was last used is noted once in a while, by the first request.
  await api.get('/api/v1/jobs', secret);
  await waitUntil(async () => seen.some((command) => command.startsWith('"set"')));
});
afterAll(async () => {
  monitor?.destroy();
  await api?.stop();
  await world?.end();
});

/** Every command that Redis gets from now on, as it shows them: `"hmget" "jobwire:jobs" "…"`. */
async function watch({ redis }: World, onCommand: (command: string) => void): Promise<Socket> {
  const socket = connect(redis.socketPath);
  const lines = createInterface({ input: socket });
  socket.write('MONITOR\r\n');
  await once(lines, 'line');
  lines.on('line', (line) => onCommand(line.replace(/^\+\S+ \[[^\]]*\] /, '')));
  return socket;
}

function startOn({ redis }: World): Promise<HttpApi> {
  const clock = systemClock;
  const storage = createStorage({
    ...{ connect: () => redis.client(), keyPrefix: 'jobwire', adminUserIds: [], batchWindowMs: 1 },
    ...{ globalMessagesPerSecond: 30, eventRetentionDays: 7, maxEventsPerJob: 100 },
    ...{ encode: (event) => event, clock, log: silentLogger },
  });
  const { journal, board, tokens, approvals, standings, members, sessions, tickets } = storage;
  const auth = createAuth({ adminToken: undefined, tokens, members, sessions, tickets });
  const commands = storage.redis;
  const naming = { dialect: 'build', hash: 'job:*', now: clock.now };
  return startHttpApi({
    ...{ journal, board, tokens, approvals, standings, members, cursorKey: storage.cursorKey },
    authenticate: auth.authenticate,
    renew: auth.renew,
    logSink: createLogSink({ redis: commands, keys: storage.keys }),
    buildHashes: createBuildHashes({ redis: commands, board, ...naming }),
    decide: createDecide({
      ...{ store: approvals, standings, rightsNow: allVotesStand, clock, metrics: createMetrics() },
    }),
    stopStanding: createStopStanding({ store: approvals, standings, clock }),
  });
}

/** The commands that a request leads to, and its answer without what moves by itself. */
async function cost(route: string, path: string): Promise<{ commands: string[]; answer: string }> {
  const [method = 'GET'] = route.split(' ');
  const marker = `marker-${systemClock.token(9)}`;
  seen.length = 0;
  const body = ROUTES[route]?.body;
  const response = await api.send(method, path, {
    token: secret,
    ...(body === undefined ? {} : { body }),
  });
  const text = `${response.status} ${await response.text()}`;
  await world.client.echo(marker);
  await waitUntil(async () => seen.some((command) => command.includes(marker)));
  const commands = seen.filter((command) => !command.includes(marker));
  return { commands: commands.map((command) => command.split(' ')[0] ?? ''), answer: text };
}

const CASES = Object.entries(ROUTES)
  .filter(([route]) => route.includes('/api/'))
  .flatMap(([route, { paths }]) => paths.map((path) => [route, path] as const))
  .filter(([route, path]) => path.includes(':id') && !FOR_ALL.test(route));

it('has something of everything in the other project', async () => {
  expect(standing).not.toBe('');
  expect(CASES.length).toBeGreaterThan(12);
});

it.each(CASES)('%s, as %s', { timeout: 60_000 }, async (route, form) => {
  const there = route.includes('/standing/') ? standing : THERE;
  const nowhere = route.includes('/standing/') ? `${standing.slice(0, -1)}_` : NOWHERE;
  // Scripts are loaded, and what is kept of the journal is read, by the first request.
  await cost(route, form.replace(':id', 'thing-9'));
  const hidden = await cost(route, form.replace(':id', there));
  const none = await cost(route, form.replace(':id', nowhere));
  expect(hidden.commands).toEqual(none.commands);
  expect(hidden.answer.replaceAll(there, 'ID')).toBe(none.answer.replaceAll(nowhere, 'ID'));
});
