// The built program on what jobwire 0.1 left behind: its Redis and its chats.
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { joinedHere, type Program, type Settings, spawnProgram } from '../helpers/program.ts';
import { freePort } from '../helpers/redis-server.ts';
import { ADMIN_TOKEN, ANA } from '../helpers/world.ts';
import {
  BEN,
  createFormerWorld,
  FORUM,
  type FormerWorld,
  formerNames,
  GROUP,
  HAS_APPROVED,
  httpApiOf,
  ROBOT,
} from './former-world.ts';

const WAIT_MS = 60_000;

/** Runs to its end; answers exit code and everything that it said. */
async function ended(settings: Settings, args: string[]) {
  const child = spawnProgram({ ...settings, HTTP_PORT: '0' }, args, joinedHere());
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('two programs that start at once on the data of 0.1', () => {
  let world: FormerWorld;
  let programs: readonly Program[];
  let web: ReturnType<typeof httpApiOf>;

  beforeAll(async () => {
    world = await createFormerWorld();
    const [one, other] = await Promise.all([world.start(), world.start()]);
    programs = [one, other];
    web = httpApiOf(one);
  });
  afterAll(() => world.end());

  it('move them once', async () => {
    const lines = programs.flatMap(({ log }) => log);
    const done = lines.filter(({ msg }) => msg === 'migration_done');
    expect(done.map(({ to }) => to).sort()).toEqual([2, 3]);
    expect(await world.client.get('jobwire:layout')).toBe('3');
  });

  it('send what waited: news, a request, a question, a reminder, an outcome', async () => {
    await world.told(BEN, /news that waited in shop/);
    await world.told(GROUP, /news that waited in tools/);
    for (const chat of [ANA, BEN, FORUM]) await world.told(chat, /do late-1/);
    await world.told(BEN, /why do you deny this\? do deploy-2/);
    await world.told(ANA, /^🔔[\s\S]*do far-1/);
    await world.settled({ chat: ANA, id: 'stray-1' }, /Approved/);
  });

  it('count a vote of then, and one person once', async () => {
    expect(await world.approve({ chat: ANA, id: 'deploy-1' })).toMatch(/already: 1 of 2/);
    expect(await world.approve({ chat: BEN, id: 'deploy-1' })).toMatch(HAS_APPROVED);
    for (const chat of [ANA, BEN, FORUM]) {
      await world.settled({ chat, id: 'deploy-1' }, /Approved by Ana and Ben/);
    }
    const entries = await world.client.xrevrange('televibe:stream:shop', '+', '-', 'COUNT', 1);
    expect(JSON.parse(entries[0]?.[1][1] ?? '')).toMatchObject({
      event_type: 'job.approved',
      data: { approval_id: 'deploy-1', approvers: [{ id: '1001' }, { id: '1002' }] },
    });
  });

  it('know who voted over HTTP and at the terminal', async () => {
    expect(await world.approve({ chat: BEN, id: 'deploy-2' })).toMatch(/already: 1 of 2/);
    expect(await world.approve({ chat: BEN, id: 'deploy-3' })).toMatch(/already: 1 of 2/);
    expect((await web.approve('deploy-4', ROBOT)).status).toBe(202);
    expect(await web.get('approvals/deploy-4')).toMatchObject({ status: 'pending' });
    for (const id of ['deploy-2', 'deploy-3', 'deploy-4']) {
      expect(await world.approve({ chat: ANA, id }), id).toMatch(HAS_APPROVED);
    }
  });

  it('take the answer to a question of then', async () => {
    const question = world.messages.find(
      ({ forceReply, text }) => forceReply && /docs-1/.test(text),
    );
    const [text, replyTo] = ['the docs are not ready', question?.messageId ?? 0];
    world.telegram.say({ chatId: ANA, personId: ANA, text, replyTo });
    await world.settled({ chat: ANA, id: 'docs-1' }, /Denied[\s\S]*the docs are not ready/);
  });

  it.each(['gate-1', 'projectless', 'homeless-1', 'odd', 'lookalike', 'nameless'])(
    'let %s be decided by its button of then',
    async (id) => {
      expect(await world.approve({ chat: ANA, id })).toMatch(HAS_APPROVED);
    },
  );

  it('list what is open', async () => {
    world.telegram.say({ chatId: ANA, personId: ANA, text: '/approvals' });
    const { text } = await world.told(ANA, /same-job-shop[\s\S]*same-job-tools/);
    expect(text).not.toContain('deploy-1');
  });

  it('know every job and every request', async () => {
    const { jobs } = (await web.get('jobs?limit=100')) as { jobs: { id: string }[] };
    const ids = new Set(jobs.map(({ id }) => id));
    for (const id of formerNames('jobwire:jobs')) expect(ids).toContain(id);
    const { approvals } = (await web.get('approvals?limit=100')) as { approvals: unknown[] };
    expect(approvals).toHaveLength(formerNames('jobwire:approvals:all').length);
  });

  it('go on with a selection and a tail', async () => {
    const isPick = (data = '') => data.startsWith('m:');
    const list = world.messages.find(({ keyboard = [] }) =>
      keyboard.flat().some(({ callback_data }) => isPick(callback_data)),
    );
    const data = list?.keyboard?.[0]?.[0]?.callback_data ?? '';
    const tap = { chatId: ANA, messageId: list?.messageId ?? 0, personId: ANA, data };
    expect((await world.telegram.tap(tap)).text).toMatch(/selected|Received/);
    await world.client.xadd('televibe:logs:j-2', '*', 'line', 'deploying');
    const tail = world.messages.find(({ text }) => /building[\s\S]*testing/.test(text));
    const shown = () => world.telegram.message(ANA, tail?.messageId ?? 0);
    await world.until(() => shown()?.text.includes('deploying') || undefined);
  });

  it('complain of nothing', () => {
    const lines = programs.flatMap(({ log }) => log);
    expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });
});

describe('the data of 0.1', () => {
  let world: FormerWorld;
  beforeAll(async () => {
    world = await createFormerWorld();
  });
  afterAll(() => world.end());

  it('are read by nobody before they are moved', async () => {
    const port = await freePort();
    const [url, path] = [`http://127.0.0.1:${port}`, '/api/v1/approvals?limit=100'];
    // Somebody else is at it.
    await world.client.set('jobwire:lease:migration', '1');
    const starting = world.start({ HTTP_PORT: String(port) });
    const ready = await vi.waitFor(() => fetch(`${url}/readyz`), WAIT_MS);
    expect(ready.status).toBe(503);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    let isAnswered = false;
    const asked = fetch(url + path, { headers }).finally(() => {
      isAnswered = true;
    });
    await vi.waitFor(async () => {
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
        components: { layout: { ok: false } },
      });
    }, WAIT_MS);
    expect(isAnswered).toBe(false);
    expect(await world.client.exists('jobwire:layout')).toBe(0);
    await world.client.del('jobwire:lease:migration');
    const { approvals } = (await (await asked).json()) as { approvals: unknown[] };
    expect(approvals).toHaveLength(formerNames('jobwire:approvals:all').length);
    await (await starting).stop();
  });
});

describe('the data of 0.1 without a bot', () => {
  let world: FormerWorld;
  beforeAll(async () => {
    world = await createFormerWorld();
  });
  afterAll(() => world.end());

  it('are moved by the command line too, after a start that was killed', async () => {
    const child = spawnProgram({ ...world.settings, HTTP_PORT: '0' }, ['start'], joinedHere());
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
      if (said.includes('migration_started')) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const listed = await ended(world.settings, ['approvals', '--json']);
    expect(listed.code).toBe(0);
    const pending = formerNames('jobwire:approvals:pending');
    expect(JSON.parse(listed.said).approvals).toHaveLength(pending.length);
    expect(await world.client.get('jobwire:layout')).toBe('3');
  });

  it.each([[['start']], [['approvals']], [['token', 'list']]])(
    'that a newer version has moved end %j of this one',
    async (args) => {
      await world.client.set('jobwire:layout', '4');
      const { code, said } = await ended(world.settings, args);
      expect(code).toBe(78);
      expect(said).toContain('Redis holds data of a newer jobwire (layout 4); this one knows 3.');
      expect(await world.client.get('jobwire:layout')).toBe('4');
    },
  );
});
