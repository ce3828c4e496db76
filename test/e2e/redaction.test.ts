// What people read of a credential that came with an event, a request, a dead letter and a log: nothing,
// in the chat and on the command line. What machines read is what came.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobwire } from '../helpers/command-line.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';
import { CREDENTIALS, privateKey } from '../redact/credentials.ts';

const WAIT_MS = 60_000;
const SECRET = CREDENTIALS.find(({ kind }) => kind === 'GitHub token')?.secret ?? '';
const MARK = '[redacted: GitHub token]';
const PROJECT = 'shop';
const JOB = 'job-1';

let world: World;
let program: Program;
/** Everything that the bot sent to Telegram. */
const sent: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  world.simulator.world.follow((change) => {
    if (change.kind === 'call') sent.push(JSON.stringify(change.call.params));
  });
  program = await world.start();
  say('/start');
  await told(/Ana/);
});
afterAll(() => world.end());

const said = () => world.simulator.world.messages(ANA).filter(({ from }) => from.isBot);
const told = (says: RegExp) =>
  world.simulator.world.waitFor(() => said().findLast(({ text }) => says.test(text)), WAIT_MS);
const say = (text: string) => {
  world.simulator.world.say({ chatId: ANA, personId: ANA, text });
};
const expectNothingSent = () => expect(sent.join('\n')).not.toContain(SECRET.slice(0, 12));

it('hides it in what is said of an event', async () => {
  const data = { error: `push failed with ${SECRET}`, db_password: 'hunter2' };
  await publish(world.client, { event_type: 'job.failed', project_id: PROJECT, job_id: JOB, data });
  expect((await told(/push failed/)).text).toContain(`push failed with ${MARK}`);
  expectNothingSent();
});

it('hides it in a request, in the list of requests and in the outcome', async () => {
  const action = `git push https://ana:${SECRET}@example.org/shop.git`;
  const data = { approval_id: 'ap-1', scope: 'push', action, reason: `the token is ${SECRET}` };
  await publish(world.client, {
    event_type: 'job.approval_needed',
    project_id: PROJECT,
    job_id: 'job-2',
    data,
  });
  const asked = await told(/git push/);
  expect(asked.text).toContain(`git push https://ana:${MARK}@example.org/shop.git`);
  say('/approvals');
  await told(/Waiting for you/);
  say('/approve ap-1');
  await told(/Approved by Ana/);
  await told(/You approved/);
  expectNothingSent();
});

it('hides it in dead letters', async () => {
  await world.client.xadd(`televibe:stream:${PROJECT}`, '*', 'event', `{"token": "${SECRET}"`);
  await expect.poll(() => world.client.xlen('jobwire:dlq'), { timeout: WAIT_MS }).toBe(1);
  say('/dlq');
  expect((await told(/could not be processed/)).text).toContain(MARK);
  expectNothingSent();
});

it('hides it in the tail of a log, and a key of which only the end is shown', async () => {
  const lines = [...privateKey('', 40), `used ${SECRET}`, 'the end'];
  for (const line of lines) await world.client.xadd(`televibe:logs:${JOB}`, '*', 'line', line);
  say(`/tail job ${JOB} 20`);
  const { text } = await told(/the end/);
  expect(text).toContain(`used ${MARK}`);
  for (const line of privateKey('', 40).slice(1, -1)) expect(text).not.toContain(line);
  expectNothingSent();
});

describe('the command line', () => {
  const commands = [
    ['history', '--project', PROJECT],
    ['approvals', '--status', 'approved'],
    ['approvals', 'ap-1'],
    ['dlq', 'list'],
  ];

  it.each(commands)('hides it in %s %s', async (...args) => {
    const { code, out } = await jobwire(world.settings, ...args);
    expect(code).toBe(0);
    expect(out).toContain('[redacted: ');
    expect(out).not.toContain(SECRET.slice(0, 12));
  });

  it.each(commands)('shows it in %s %s to those who must see it', async (...args) => {
    const { out } = await jobwire({ ...world.settings, REDACT: 'off' }, ...args);
    expect(out).toContain(SECRET);
  });

  it.each(commands)('gives machines what came: %s %s --json', async (...args) => {
    const { out } = await jobwire(world.settings, ...args, '--json');
    expect(out).toContain(SECRET);
    expect(out).not.toContain('[redacted: ');
  });
});

it('leaves what machines read over HTTP as it came', async () => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  for (const path of [`events?project_id=${PROJECT}`, 'approvals/ap-1']) {
    const response = await fetch(`${program.url}/api/v1/${path}`, { headers });
    expect(await response.text()).toContain(SECRET);
  }
});
