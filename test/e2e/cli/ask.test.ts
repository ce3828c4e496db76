// `jobwire ask` beside a jobwire that runs, by HTTP and by Redis: the answer is a tap in the chat.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../helpers/program.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { endScripts, type Script, startJobwire } from '../../helpers/script.ts';
import { createSeeded } from '../../helpers/seeded.ts';
import { ADMIN_TOKEN } from '../../helpers/world.ts';
import { type ApprovalWorld, createApprovalWorld } from '../approval-world.ts';

let world: ApprovalWorld;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let token: string;

const WAYS = ['http', 'redis'] as const;
type Way = (typeof WAYS)[number];
const CHATS = { http: [1001], redis: [1002], away: [1003] };

beforeAll(async () => {
  world = await createApprovalWorld('  - { match: { project: nothing } }', CHATS);
  await world.start();
  proxy = await startProxy(Number(new URL(world.redis.url).port), createSeeded(1));
  const made = await fetch(`${url()}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ci', scopes: ['publish', 'read'], projects: ['http'] }),
  });
  ({ token } = (await made.json()) as { token: string });
});
afterAll(async () => {
  endScripts();
  await proxy.stop();
  await world.end();
});

const url = () => world.programs[0]?.url ?? '';
const settingsOf = (way: Way): Settings =>
  way === 'http'
    ? { JOBWIRE_URL: url(), JOBWIRE_TOKEN: token, JOBWIRE_PROJECT: 'http' }
    : { REDIS_URL: world.redis.url, JOBWIRE_PROJECT: 'redis' };

function ask(way: Way, id: string, ...more: string[]): Script {
  const args = ['ask', `do ${id}`, '--id', id, ...more];
  return startJobwire(args, { settings: settingsOf(way) });
}

const chatOf = (way: Way) => CHATS[way][0] ?? 0;

describe.each(WAYS)('jobwire ask by %s', (way) => {
  it('ends with 0 when it is approved, and prints by whom', async () => {
    const script = ask(way, `${way}-yes`, '--scope', 'deploy', '--reason', 'tests pass');
    const asked = await world.asked(chatOf(way), `${way}-yes`);
    expect(asked.text).toContain('tests pass');
    await world.tap(asked, chatOf(way), 'approve');
    const { code, out, err } = await script.ended;
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^approved by Person\d+ via telegram\n$/),
    });
    expect(err).toBe(`Asked as ${way}-yes in ${way}; waiting for a decision.\n`);
  });

  it('ends with 1 when it is denied, and prints why', async () => {
    const script = ask(way, `${way}-no`);
    await world.asked(chatOf(way), `${way}-no`);
    world.say(chatOf(way), `/deny ${way}-no not before the release`);
    const { code, out } = await script.ended;
    expect(code).toBe(1);
    expect(out).toMatch(/^denied by Person\d+ via telegram: not before the release\n$/);
  });

  it('ends with 2 when nobody answers in time', async () => {
    // Longer than jobwire may take to see it: nobody is told that it may not run.
    const { code, out, err } = await ask(way, `${way}-late`, '--timeout', '7s').ended;
    expect({ code, out }).toEqual({ code: 2, out: 'expired\n' });
    expect(err).toBe(`Asked as ${way}-late in ${way}; waiting for a decision.\n`);
  });

  it('goes on waiting for the same question when it is killed and started again', async () => {
    const first = ask(way, `${way}-again`);
    const asked = await world.asked(chatOf(way), `${way}-again`);
    await first.says(/waiting/);
    first.signal('SIGKILL');
    await first.ended;
    const second = ask(way, `${way}-again`, '--json');
    await second.says(/waiting/);
    expect(world.copies(chatOf(way), `${way}-again`)).toHaveLength(1);
    await world.tap(asked, chatOf(way), 'approve');
    const { code, out } = await second.ended;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ id: `${way}-again`, status: 'approved' });
    // And gets the answer that was given, once there is one.
    expect((await ask(way, `${way}-again`).ended).code).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'leaves the question open on %s, and says how to withdraw it',
    async (signal, code) => {
      const id = `${way}-${signal}`;
      const script = ask(way, id);
      await world.asked(chatOf(way), id);
      await script.says(/waiting/);
      script.signal(signal);
      const end = await script.ended;
      expect({ code: end.code, out: end.out }).toEqual({ code, out: '' });
      const command = `jobwire ask --withdraw --id ${id} --project ${way}`;
      expect(end.err).toContain(`the question stays open`);
      expect(end.err).toContain(command);
      expect((await world.standing(id)).status).toBe('pending');

      const other = ask(way, id);
      await other.says(/waiting/);
      const settings = settingsOf(way);
      const withdrawn = await startJobwire(command.split(' ').slice(1), { settings }).ended;
      expect(withdrawn).toMatchObject({ code: 0, out: expect.stringMatching(/^withdrawn/) });
      expect(await other.ended).toMatchObject({
        code: 2,
        out: expect.stringMatching(/^withdrawn/),
      });
      await world.settled(chatOf(way), id, /.*/);
    },
  );
});

describe('jobwire ask', () => {
  it('waits while jobwire is away, says so once, and is answered when it is back', async () => {
    const script = ask('http', 'http-restart');
    await world.asked(1001, 'http-restart');
    await script.says(/waiting/);
    const port = new URL(url()).port;
    await world.programs[0]?.stop();
    await script.says(/trying again/);
    world.programs[0] = await world.startOne({ HTTP_PORT: port });
    await world.tap(await world.asked(1001, 'http-restart'), 1001, 'approve');
    const { code, err } = await script.ended;
    expect(code).toBe(0);
    expect(err.match(/trying again/g)).toHaveLength(1);
  });

  it('waits while Redis is away, says so once, and is answered when it is back', async () => {
    const settings = { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, JOBWIRE_PROJECT: 'away' };
    const args = ['ask', 'do away-1', '--id', 'away-1'];
    const script = startJobwire(args, { settings });
    const asked = await world.asked(1003, 'away-1');
    await script.says(/waiting/);
    proxy.blackhole(true);
    proxy.cutAll();
    await script.says(/Redis does not answer/);
    await world.tap(asked, 1003, 'approve');
    proxy.blackhole(false);
    const { code, err } = await script.ended;
    expect(code).toBe(0);
    expect(err.match(/does not answer/g)).toHaveLength(1);
  });

  it('never shows its token to others, and reads it from the environment alone', async () => {
    const script = ask('http', 'http-token');
    await script.says(/waiting/);
    const { readFile } = await import('node:fs/promises');
    const line = await readFile(`/proc/${script.pid}/cmdline`, 'utf8');
    expect(line).not.toContain(token);
    script.signal('SIGTERM');
    expect((await script.ended).err).not.toContain(token);
  });

  it('says what is wrong with how it is used, and with its settings', async () => {
    const end = (args: string[], settings: Settings = settingsOf('http')) =>
      startJobwire(['ask', ...args], { settings }).ended;
    const [none, two, timeout, context, id, lost, refused, elsewhere, wrong] = await Promise.all([
      end([]),
      end(['do', 'it']),
      end(['x', '--timeout', 'soon']),
      end(['x', '--context', 'commits']),
      end(['--withdraw']),
      end(['x'], {}),
      end(['x'], { ...settingsOf('http'), JOBWIRE_TOKEN: 'wrong-token' }),
      end(['x', '--project', 'redis']),
      end(['x'], { JOBWIRE_URL: 'ftp://x', JOBWIRE_TOKEN: 't' }),
    ]);
    for (const usage of [none, two, timeout, context, id]) {
      expect(usage).toMatchObject({ code: 64, out: '', err: expect.stringContaining('expected:') });
    }
    expect(lost).toMatchObject({ code: 78, err: expect.stringContaining('JOBWIRE_URL') });
    expect(refused).toMatchObject({ code: 78, err: expect.stringMatching(/token is unknown/) });
    expect(elsewhere).toMatchObject({ code: 64, err: expect.stringMatching(/no such project/) });
    expect(wrong).toMatchObject({ code: 78, err: expect.stringMatching(/http:\/\/ or https/) });
  });

  it('withdraws nothing that is not there', async () => {
    const settings = settingsOf('redis');
    const args = ['ask', '--withdraw', '--id', 'nothing'];
    const { code, err } = await startJobwire(args, { settings }).ended;
    expect({ code, err }).toEqual({ code: 70, err: expect.stringContaining('no question') });
  });

  it('documents its exit codes in its help', async () => {
    const script = startJobwire(['ask', '--help'], { settings: {} });
    const { code, out } = await script.ended;
    expect(code).toBe(0);
    for (const known of ['0 approved', '1 denied', '2 expired', '64', '78', '130']) {
      expect(out).toContain(known);
    }
  });
});
