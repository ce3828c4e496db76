// Starting, wrong settings, stopping: the built program from outside.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type Settings, spawnProgram } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { freePort } from '../helpers/redis-server.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

async function ended(settings: Settings, args?: string[]) {
  const child = spawnProgram(settings, args);
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('starting', () => {
  it('names every wrong setting in one go, shows no secret, and exits with 78', async () => {
    const settings = { BOT_TOKEN: 'very-wrong-token', HTTP_PORT: 'x', BATCH_WINDOW_MS: '-1' };
    const { code, said } = await ended(settings);
    expect(code).toBe(78);
    for (const name of Object.keys(settings)) expect(said).toContain(name);
    expect(said).not.toContain('very-wrong-token');
  });

  it('names settings that only files and dialects can refute in the same list', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jw-policy-'));
    const policy = join(folder, 'policy.yaml');
    await writeFile(policy, 'approvals:\n  - match: { scope: push }\n    required: many\n');
    const { code, said } = await ended({
      BOT_TOKEN: '1:abc',
      HTTP_PORT: 'x',
      DEFAULT_LOCALE: 'xx',
      LOG_EVENTS: 'pipeline,pigeon',
      POLICY_FILE: policy,
    });
    await rm(folder, { recursive: true });
    expect(code).toBe(78);
    expect(said).toContain('4 settings are wrong');
    const names = ['HTTP_PORT', 'DEFAULT_LOCALE', 'LOG_EVENTS', 'POLICY_FILE'];
    for (const name of names) expect(said).toContain(name);
    expect(said).toContain(`${policy}:3:`);
    expect(said).toContain('de or en');
  });

  it('names a broken POLICY_FILE and its path, and tells each problem once; so does the doctor', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jw-policy-'));
    const policy = join(folder, 'policy.yaml');
    await writeFile(policy, 'approvals:\n  - match: { scop: push }\n    required: many\n');
    const settings = { BOT_TOKEN: '1:abc', POLICY_FILE: policy, HTTP_PORT: '0', DATA_DIR: folder };
    const told = { start: await ended(settings), doctor: await ended(settings, ['doctor']) };
    const lost = await ended({ ...settings, POLICY_FILE: join(folder, 'lost.yaml') });
    await rm(folder, { recursive: true });
    for (const { code, said } of Object.values(told)) {
      expect(code).toBe(78);
      expect(said).toContain('POLICY_FILE has 2 problems:');
      for (const problem of [`${policy}:2:`, `${policy}:3:`, '"scop"', '"many"']) {
        expect(said.split(problem)).toHaveLength(2);
      }
    }
    expect(lost).toMatchObject({
      code: 78,
      said: expect.stringMatching(/POLICY_FILE .*lost\.yaml/),
    });
  });

  it('has the doctor find a DEFAULT_LOCALE without texts, too', async () => {
    const { code, said } = await ended({ DEFAULT_LOCALE: 'xx' }, ['doctor']);
    expect(code).toBe(78);
    expect(said).toMatch(/^fail {2}settings .*\n.*DEFAULT_LOCALE/m);
  });

  it('says that BOT_TOKEN is missing', async () => {
    const { code, said } = await ended({});
    expect(code).toBe(78);
    expect(said).toContain('BOT_TOKEN');
  });

  it.each([[['fly']], [[]], [['start', 'now']], [['--wrong']]])(
    'answers wrong usage %j with 64 and what was expected',
    async (args) => {
      const { code, said } = await ended({}, args);
      expect(code).toBe(64);
      expect(said).toContain('start');
    },
  );

  it('tells its version and its usage', async () => {
    expect(await ended({}, ['--version'])).toMatchObject({ code: 0, said: '0.1.0\n' });
    expect((await ended({}, ['--help'])).said).toContain('jobwire <command>');
  });
});

describe('a program with a Redis of its own', () => {
  let world: World;
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jw-data-'));
    world = await createWorld({ limits: 'off', settings: { DATA_DIR: dataDir, REDIS_URL: '' } });
  });
  afterEach(async () => {
    await world.end();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('keeps what it knows over a restart, and refuses a second start on its folder', async () => {
    const first = await world.start();
    const telegram = world.simulator.world;
    telegram.say({ chatId: ANA, personId: ANA, text: '/level errors' });
    await telegram.waitFor(() => telegram.messages(ANA).find(({ text }) => /errors/.test(text)));
    const second = await ended({ ...world.settings, HTTP_PORT: '0' });
    expect(second.code).toBe(1);
    expect(second.said).toContain(dataDir);
    const { code, tookMs } = await first.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    await world.start();
    telegram.say({ chatId: ANA, personId: ANA, text: '/level' });
    const told = await telegram.waitFor(() =>
      telegram.messages(ANA).find(({ keyboard }) => keyboard.length > 0),
    );
    expect(told.text).toContain('errors');
  });
});

describe('at the start', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.end());

  it('a token that Telegram refuses ends it with 78, and is not shown', async () => {
    const token = '4242000001:wrong-wrong-wrong';
    const { code, said } = await ended({ ...world.settings, HTTP_PORT: '0', BOT_TOKEN: token });
    expect(code).toBe(78);
    expect(said).toContain('BOT_TOKEN is wrong: Telegram refuses it');
    expect(said).not.toContain('wrong-wrong-wrong');
  });

  it('a port in use ends it with 1, and what may be done is said', async () => {
    const port = String(new URL(world.simulator.apiRoot).port);
    const { code, said } = await ended({ ...world.settings, HTTP_PORT: port });
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`127\\.0\\.0\\.1:${port} is in use.*HTTP_PORT`));
  });

  it('a DATA_DIR that can not be written ends it with 78, and is named', async () => {
    const settings = { ...world.settings, HTTP_PORT: '0', REDIS_URL: '', DATA_DIR: '/dev/null/x' };
    const { code, said } = await ended(settings);
    expect(code).toBe(78);
    expect(said).toContain("DATA_DIR can't be used");
  });

  it('it is ready only once Telegram has answered, and waits for that', async () => {
    const { faults } = world.simulator.world;
    faults.add({ kind: 'status', code: 502, method: 'getMe', times: 10_000 });
    const port = await freePort();
    const starting = world.start({ HTTP_PORT: String(port) });
    let isReady = false;
    void starting.then(() => {
      isReady = true;
    });
    const readyz = () => fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    const detail = async () => {
      const answer = await readyz();
      if (answer === undefined) return '';
      expect(answer.status).toBe(503);
      return JSON.stringify(await answer.json());
    };
    while (!/Telegram does not answer/.test(await detail())) await systemClock.sleep(50);
    expect(isReady).toBe(false);
    faults.clear();
    await starting;
    while ((await readyz())?.status !== 200) await systemClock.sleep(50);
  });
});

describe('stopping', () => {
  it('stores what is gathered, and ends within ten seconds', async () => {
    const world = await createWorld({ limits: 'off', settings: { BATCH_WINDOW_MS: '60000' } });
    try {
      const program = await world.start();
      const telegram = world.simulator.world;
      telegram.say({ chatId: ANA, personId: ANA, text: '/start' });
      await telegram.waitFor(() =>
        telegram.messages(ANA).find(({ text }) => /I post here/.test(text)),
      );
      await publish(world.client, { event_type: 'job.started', job_id: 'job-kept' });
      const waiting = () => world.client.zcard(`jobwire:out:${ANA}:later`);
      while ((await waiting()) === 0) await systemClock.sleep(20);
      expect((await program.stop()).code).toBe(0);
      expect(await waiting()).toBe(1);
    } finally {
      await world.end();
    }
  });
});
