// Checks of `jobwire doctor`, each on what it looks at: facts of a server, a web server, folders.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolders } from '../../src/cli/doctor/check-folders.ts';
import { checkHttp } from '../../src/cli/doctor/check-http.ts';
import { checkNode } from '../../src/cli/doctor/check-node.ts';
import { checkPolicies } from '../../src/cli/doctor/check-policies.ts';
import { checkRedis } from '../../src/cli/doctor/check-redis.ts';
import { checkTelegram } from '../../src/cli/doctor/check-telegram.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import { createSecret } from '../../src/runtime/secret.ts';

const FINE = {
  version: '7.2.4',
  role: 'master',
  evictionPolicy: 'noeviction',
  maxMemoryBytes: 0,
  hasAppendOnlyFile: true,
  usedMemoryBytes: 0,
  failedWrites: [],
} as const;

describe('Redis', () => {
  const states = (facts: Partial<Parameters<typeof checkRedis>[0]>) =>
    checkRedis({ ...FINE, ...facts }, [])
      .filter(({ name }) => name !== 'redis-rights')
      .map(({ status }) => status);

  it('is fine when it is new enough, evicts nothing and writes everything', () => {
    expect(states({})).toEqual(['ok', 'ok', 'ok']);
    expect(states({ version: '6.2.0' })).toEqual(['ok', 'ok', 'ok']);
  });

  it.each(['6.0.16', '5.9.9', '', 'x'])('fails as version %j', (version) => {
    expect(states({ version })).toEqual(['fail', 'ok', 'ok']);
  });

  it('fails when it takes no writes, or could not write', () => {
    expect(states({ role: 'replica' })).toEqual(['fail', 'ok', 'ok']);
    expect(states({ failedWrites: ['aof_last_write_status'] })).toEqual(['ok', 'ok', 'fail']);
  });

  it('is warned of where it might lose something, and fails where it will', () => {
    expect(states({ evictionPolicy: 'allkeys-lru' })).toEqual(['ok', 'warn', 'ok']);
    const limited = { evictionPolicy: 'allkeys-lru', maxMemoryBytes: 1 };
    expect(states(limited)).toEqual(['ok', 'fail', 'ok']);
    expect(states({ hasAppendOnlyFile: false })).toEqual(['ok', 'ok', 'warn']);
  });

  it('says what to do wherever it is not fine', () => {
    const bad = { version: '5.0.0', evictionPolicy: 'allkeys-lru', hasAppendOnlyFile: false };
    for (const { advice } of checkRedis({ ...FINE, ...bad }, ['GET x'])) {
      expect(advice).toBeTruthy();
    }
  });

  it('names the rights that are missing; without INFO it says what it can', () => {
    const rightsOf = (missing: readonly string[]) =>
      checkRedis(FINE, missing).find(({ name }) => name === 'redis-rights');
    expect(rightsOf([])?.status).toBe('ok');
    expect(rightsOf(['INFO'])).toMatchObject({ status: 'warn' });
    expect(rightsOf(['INFO', 'XGROUP CREATE pr-events'])).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('INFO, XGROUP CREATE pr-events'),
    });
    const { evictionPolicy: _unknown, ...facts } = FINE;
    expect(checkRedis(facts, ['INFO']).map(({ name }) => name)).toEqual(['redis', 'redis-rights']);
  });
});

describe('Node', () => {
  it.each([
    ['18.20.4', 'fail'],
    ['20.11.9', 'fail'],
    ['20.12.0', 'warn'],
    ['20.20.2', 'warn'],
    ['21.20.0', 'fail'],
    ['22.11.0', 'fail'],
    ['22.12.0', 'ok'],
    ['23.20.0', 'fail'],
    ['24.0.0', 'ok'],
    ['26.12.1', 'ok'],
  ])('%s is %s', (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });

  it('is what package.json says', () => {
    const { engines } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(engines.node).toBe('^20.12.0 || ^22.12.0 || >=24.0.0');
  });
});

describe('web servers', () => {
  let server: Server;
  let answer: RequestListener;
  let port: number;
  const asked: string[] = [];
  const json = (status: number, body: unknown): RequestListener => {
    return (_, response) => response.writeHead(status).end(JSON.stringify(body));
  };
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const TOKEN = '123456:very-secret-token';
  const telegram = (clock: Clock = systemClock) => {
    const telegramApiRoot = `http://127.0.0.1:${port}`;
    return checkTelegram({ botToken: createSecret(TOKEN), telegramApiRoot }, clock);
  };
  const httpApi = (clock: Clock = systemClock) =>
    checkHttp({ httpHost: '0.0.0.0', httpPort: port }, clock);
  /** Deadlines pass at once. */
  const hasty: Clock = {
    ...systemClock,
    after(_, run) {
      setImmediate(run);
      return () => {};
    },
  };

  it('Telegram is asked for the bot of the token', async () => {
    answer = json(200, { ok: true, result: { id: 1, is_bot: true, username: 'shop_bot' } });
    expect(await telegram()).toMatchObject({ status: 'ok' });
    expect(asked).toEqual([`/bot${TOKEN}/getMe`]);
  });

  it.each([
    [401, { ok: false, error_code: 401 }, /rejects BOT_TOKEN/],
    [404, { ok: false, error_code: 404 }, /rejects BOT_TOKEN/],
    [502, 'bad gateway', /answered 502/],
    [200, { ok: true }, /not like the Bot API/],
  ])('Telegram that answers %i is told without the token', async (status, body, told) => {
    answer = json(status, body);
    const finding = await telegram();
    expect(finding.status).toBe('fail');
    expect(finding.detail).toMatch(told);
    expect(JSON.stringify(finding)).not.toContain('very-secret');
  });

  it('Telegram that is silent is given up, without the token', async () => {
    answer = () => {};
    const finding = await telegram(hasty);
    expect(finding).toMatchObject({ status: 'fail', detail: expect.stringContaining('ETIMEDOUT') });
    expect(JSON.stringify(finding)).not.toContain('very-secret');
  });

  it('Telegram without a token is not asked', async () => {
    const finding = await checkTelegram({ telegramApiRoot: 'http://127.0.0.1:1' }, systemClock);
    expect(finding.status).toBe('warn');
    expect(finding.advice).toContain('BOT_TOKEN');
  });

  it('a running jobwire tells its parts', async () => {
    answer = json(200, { status: 'ready', components: { redis: { ok: true, detail: '' } } });
    expect(await httpApi()).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('redis'),
    });
    expect(asked).toEqual(['/readyz']);
  });

  it('a jobwire with a broken part fails', async () => {
    const components = {
      redis: { ok: true, detail: '' },
      telegram: { ok: false, detail: 'no \u001b[31manswer' },
    };
    answer = json(503, { status: 'unready', components });
    const finding = await httpApi();
    expect(finding.status).toBe('fail');
    expect(finding.detail).toContain('telegram (no answer)');
    expect(finding.detail).not.toContain('redis');
  });

  it('another program on the port fails, also a silent one', async () => {
    answer = json(200, { hello: 'world' });
    expect((await httpApi()).status).toBe('fail');
    answer = () => {};
    expect((await httpApi(hasty)).status).toBe('fail');
  });

  it('nobody on the port is fine', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await httpApi()).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('No jobwire runs'),
    });
  });
});

describe('files and folders', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jw-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const found = async (settings: Record<string, string>) => {
    const findings = await checkFolders(loadConfig({ DATA_DIR: folder, ...settings }));
    return Object.fromEntries(findings.map(({ name, status }) => [name, status]));
  };

  it('are fine where they are, and where jobwire makes them', async () => {
    const missing = join(folder, 'a', 'b');
    const settings = { DATA_DIR: missing, ARCHIVE_DIR: missing, LOGS_DIR: folder };
    expect(await found(settings)).toEqual({ DATA_DIR: 'ok', ARCHIVE_DIR: 'ok', LOGS_DIR: 'ok' });
  });

  it('are warned of where others may look into what is private', async () => {
    const archive = join(folder, 'archive');
    await mkdir(join(folder, 'redis'));
    await mkdir(archive);
    const modes = async (mode: number) => {
      await chmod(join(folder, 'redis'), mode);
      await chmod(archive, mode);
      const findings = await checkFolders(loadConfig({ DATA_DIR: folder, ARCHIVE_DIR: archive }));
      return findings.map(({ name, status, advice }) => [name, status, advice]);
    };
    expect(await modes(0o700)).toEqual([
      ['DATA_DIR', 'ok', undefined],
      ['ARCHIVE_DIR', 'ok', undefined],
    ]);
    for (const mode of [0o755, 0o750, 0o701]) {
      expect(await modes(mode)).toEqual([
        ['DATA_DIR', 'warn', `Run: chmod 700 ${join(folder, 'redis')}`],
        ['ARCHIVE_DIR', 'warn', `Run: chmod 700 ${archive}`],
      ]);
    }
  });

  it('fail where others have to make them, or where there is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const settings = { LOGS_DIR: join(folder, 'no'), PIPELINE_RUNS_DIR: join(folder, 'no') };
    expect(await found({ ...settings, ARCHIVE_DIR: file })).toEqual({
      DATA_DIR: 'ok',
      LOGS_DIR: 'fail',
      PIPELINE_RUNS_DIR: 'fail',
      ARCHIVE_DIR: 'fail',
    });
  });

  it('fail where nobody can look', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const beyond = join(file, 'beyond');
    expect(await found({ LOGS_DIR: beyond, ARCHIVE_DIR: beyond })).toMatchObject({
      LOGS_DIR: 'fail',
      ARCHIVE_DIR: 'fail',
    });
  });

  it('policies are read', async () => {
    const policyFile = join(folder, 'policy.yaml');
    const check = async () => (await checkPolicies({ policyFile })).map(({ status }) => status);
    expect(await checkPolicies({})).toEqual([]);
    expect(await check()).toEqual(['fail']);
    await writeFile(
      policyFile,
      'approvals: [{ match: { scope: push }, required: 2 }]\ndefault: {}',
    );
    expect(await check()).toEqual(['ok']);
    await writeFile(policyFile, 'approvals: 7');
    expect(await check()).toEqual(['fail']);
  });
});
