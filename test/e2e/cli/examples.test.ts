// Every example, as it stands in examples/, beside a jobwire that runs: people answer in the chat.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SimMessage } from '../../../src/simulator/world/model.ts';
import type { Settings } from '../../helpers/program.ts';
import { endScripts, MAIN, startScript } from '../../helpers/script.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../../helpers/world.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
/** The first that has redis-py: scripts/prepare.mjs installs it for the system's own. */
const PYTHON =
  ['python3', '/usr/bin/python3'].find((python) => {
    return spawnSync(python, ['-c', 'import redis']).status === 0;
  }) ?? 'python3';
const JOBWIRE = `${process.execPath} ${MAIN}`;

let world: World;
let byHttp: Settings;
let byRedis: Settings;

beforeAll(async () => {
  world = await createWorld();
  const { url } = await world.start();
  const made = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ci', scopes: ['publish', 'read'] }),
  });
  const { token } = (await made.json()) as { token: string };
  byHttp = { JOBWIRE_URL: url, JOBWIRE_TOKEN: token, JOBWIRE };
  byRedis = { REDIS_URL: world.redis.url, JOBWIRE };
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
});
afterAll(async () => {
  endScripts();
  await world.end();
});

const path = (name: string) => join(EXAMPLES, name);

/** The open request in the chat that says so. */
const asked = (what: RegExp): Promise<SimMessage> =>
  world.simulator.world.waitFor(
    () =>
      world.simulator.world
        .messages(ANA)
        .find(({ text, keyboard }) => keyboard.length > 0 && /^⚠️/.test(text) && what.test(text)),
    60_000,
  );

async function answer(what: RegExp, verdict: 'approve' | 'deny') {
  const { chatId, messageId, keyboard } = await asked(what);
  const data = keyboard[0]?.[verdict === 'approve' ? 0 : 1]?.callback_data ?? '';
  await world.simulator.world.tap({ chatId, messageId, personId: ANA, data, timeoutMs: 60_000 });
}

const told = (what: RegExp) =>
  waitUntil(() => world.simulator.world.messages(ANA).some(({ text }) => what.test(text)), {
    saw: () => world.simulator.world.messages(ANA).map(({ text }) => text),
    patienceMs: 60_000,
  });

describe('examples/deploy.sh', () => {
  it.each([
    ['approve', 0, /rolled out 3\.8/],
    ['deny', 1, /^denied by Ana/m],
  ] as const)('after %s ends with %d', async (verdict, code, says) => {
    const version = verdict === 'approve' ? '3.8' : '3.9';
    const command = [
      ...JOBWIRE.split(' '),
      'run',
      '--project',
      'shop',
      '--title',
      `Deploy ${version}`,
    ];
    const script = startScript([...command, '--', path('deploy.sh'), version], {
      settings: byHttp,
    });
    await answer(new RegExp(`deploy shop ${version.replace('.', '\\.')} to production`), verdict);
    const end = await script.ended;
    expect(end).toMatchObject({ code, out: expect.stringMatching(says) });
    await told(new RegExp(`${code === 0 ? '✅' : '❌'}.*Deploy ${version}`));
  });
});

describe('examples/ci-step.sh', () => {
  it('says what became of it, and ends with it', async () => {
    const settings = { ...byHttp, GITHUB_RUN_ID: '77', GITHUB_REPOSITORY: 'acme/shop' };
    const script = startScript([path('ci-step.sh')], { settings });
    await answer(/release main of acme\/shop/, 'deny');
    expect(await script.ended).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^::error::denied by Ana/),
    });
    // The step started again gets the answer that was given.
    expect((await startScript([path('ci-step.sh')], { settings }).ended).code).toBe(1);
    const late = { ...settings, GITHUB_RUN_ID: '78', TIMEOUT: '1s' };
    expect(await startScript([path('ci-step.sh')], { settings: late }).ended).toMatchObject({
      code: 2,
      out: '::error::nobody decided: expired\n',
    });
  });

  it('is what the workflow runs', async () => {
    const workflow = parse(await readFile(path('github-workflow.yml'), 'utf8'));
    const { steps } = workflow.jobs.release as { steps: { run?: string }[] };
    const runs = steps.flatMap(({ run = '' }) => (run === '' ? [] : [run]));
    expect(runs).toContain('jobwire/examples/ci-step.sh');
    expect(runs.filter((run) => /\$JOBWIRE run .* -- /.test(run))).toHaveLength(2);
  });
});

describe('examples/agent-hook.mjs', () => {
  const hook = async (call: object, settings: Settings = byHttp) => {
    const input = JSON.stringify(call);
    const script = startScript([path('agent-hook.mjs')], { settings, input });
    return { script, output: script.ended.then(({ out }) => (out === '' ? '' : JSON.parse(out))) };
  };
  const bash = (command: string) => ({
    session_id: 'abc',
    cwd: '/srv/shop',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command, description: 'publish the branch' },
  });

  it.each([
    ['approve', 'allow', /^approved by Ana/],
    ['deny', 'deny', /^denied by Ana/],
  ] as const)(
    'asks before a dangerous command, and on %s answers %s',
    async (verdict, decision, why) => {
      const { output } = await hook(bash(`git push origin ${verdict}`));
      await answer(new RegExp(`git push origin ${verdict}`), verdict);
      expect(await output).toEqual({
        hookSpecificOutput: {
          hookEventName: 'PreToolUse',
          permissionDecision: decision,
          permissionDecisionReason: expect.stringMatching(why),
        },
      });
    },
  );

  it('leaves everything else to the agent', async () => {
    expect(await (await hook(bash('ls -la'))).output).toBe('');
    const read = {
      hook_event_name: 'PreToolUse',
      tool_name: 'Read',
      tool_input: { file_path: 'x' },
    };
    expect(await (await hook(read)).output).toBe('');
  });

  it('leaves it to whoever sits there where nobody can be asked, or denies', async () => {
    const nowhere = { JOBWIRE };
    const own = await (await hook(bash('sudo reboot'), nowhere)).output;
    expect(own).toMatchObject({ hookSpecificOutput: { permissionDecision: 'ask' } });
    const gemini = { ...bash('sudo reboot'), hook_event_name: 'BeforeTool' };
    expect(await (await hook(gemini, nowhere)).output).toMatchObject({ decision: 'deny' });
    const cursor = { hook_event_name: 'beforeShellExecution', command: 'sudo reboot', cwd: '/srv' };
    expect(await (await hook(cursor, nowhere)).output).toMatchObject({ permission: 'ask' });
  });

  it('denies where nobody answers in time', async () => {
    const late = { ...byHttp, TIMEOUT: '1s' };
    const gemini = { ...bash('terraform destroy'), hook_event_name: 'BeforeTool' };
    const cursor = { hook_event_name: 'beforeShellExecution', command: 'npm publish', cwd: '/srv' };
    const [own, ...others] = await Promise.all(
      [bash('terraform apply'), gemini, cursor].map(
        async (call) => (await hook(call, late)).output,
      ),
    );
    expect(own).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
    expect(others).toMatchObject([{ decision: 'deny' }, { permission: 'deny' }]);
  });
});

describe.each([
  ['producer.mjs', [process.execPath], () => byHttp],
  ['producer.py', [PYTHON], () => byRedis],
] as const)('examples/%s', (name, program, settings) => {
  it.each([
    ['approve', /^approved/, '✅'],
    ['deny', /^denied/, '🚫'],
  ] as const)('acts on what people decide: %s', async (verdict, says, icon) => {
    const code = verdict === 'approve' ? 0 : 1;
    const project = `${name}-${verdict}`.replace('.', '-');
    const script = startScript([...program, path(name), project], { settings: settings() });
    await answer(
      new RegExp(`move 1204 orders[\\s\\S]*${project}|${project}[\\s\\S]*move 1204`),
      verdict,
    );
    expect(await script.ended).toMatchObject({ code, out: expect.stringMatching(says) });
    await told(new RegExp(`${icon}.*Move the orders.*${project}`, 's'));
  });
});

it('every file in examples/ is tried here', async () => {
  const here = await readFile(fileURLToPath(import.meta.url), 'utf8');
  const files = (await readdir(EXAMPLES)).filter((name) => name !== 'README.md');
  expect(files.filter((name) => !here.includes(name))).toEqual([]);
});
