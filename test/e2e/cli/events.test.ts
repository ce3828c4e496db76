// Events by the command line, beside a jobwire that runs: said, shown, sent again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobwireHere } from '../../helpers/command-line.ts';
import { publish } from '../../helpers/publish.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { ANA, createWorld, type World } from '../../helpers/world.ts';

const GROUP = -1_001_000_000_001;
const UUID = '00000000-0000-4000-8000-00000000000';

let world: World;
const telegram = () => world.simulator.world;
const cli = (...args: string[]) => jobwireHere(world.settings, ...args);

beforeAll(async () => {
  world = await createWorld();
  telegram().addGroup({ id: GROUP, title: 'Shop team', members: [ANA] });
  await world.start();
  await ask(ANA, '/start', /I post here: everything/);
  await ask(GROUP, '/start', /This chat follows/);
});
afterAll(() => world.end());

async function ask(chatId: number, text: string, pattern: RegExp) {
  telegram().say({ chatId, personId: ANA, text });
  await bubble(chatId, pattern);
}

function bubble(chatId: number, pattern: RegExp) {
  const find = () =>
    telegram()
      .messages(chatId)
      .find(({ text }) => pattern.test(text));
  return telegram().waitFor(find, 60_000);
}

/** The events of a query, once there are so many. */
async function shown(count: number, ...query: string[]) {
  for (;;) {
    const { out } = await cli('history', '--json', ...query);
    const { events } = JSON.parse(out);
    if (events.length >= count) return events;
  }
}

describe('emit', () => {
  it('says an event on the bus, prints its id, and a chat hears of it', async () => {
    const data = JSON.stringify({ instruction: 'paint the fence' });
    const args = ['--project', 'garden', '--session', 's1', '--job', 'g1', '--data', data];
    const { code, out, err } = await cli('emit', 'job.started', ...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[\w-]{22}\n$/);
    await bubble(ANA, /paint the fence/);
    const [event] = await shown(1, '--job', 'g1');
    expect(event).toMatchObject({
      event_id: out.trim(),
      event_type: 'job.started',
      source: { component: 'cli' },
      project_id: 'garden',
      session_id: 's1',
      job_id: 'g1',
      data: { instruction: 'paint the fence' },
      visibility: 'public',
    });
    const [entry] = await world.client.xrange('televibe:stream:garden', '-', '+');
    expect(entry?.[1][1]).toContain(out.trim());
  });

  it('says its data as it was written, to the last digit', async () => {
    const data = ' {"id": 738529527931269425, "most": 1E400, "least": -0}\n';
    const { code } = await cli(
      'emit',
      'job.queued',
      '--project',
      'digits',
      '--job',
      'd1',
      '--data',
      data,
    );
    expect(code).toBe(0);
    const [entry] = await world.client.xrange('televibe:stream:digits', '-', '+');
    expect(entry?.[1][1]).toContain(`"data":${data.trim()}}`);
    const [event] = await shown(1, '--project', 'digits');
    expect(event.data).toEqual({ id: '738529527931269425', most: '1E400', least: 0 });
  });

  it('takes an id once, and keeps an internal event internal', async () => {
    for (const at of [1, 2]) {
      const { out } = await cli('emit', 'job.queued', '--job', 'g2', '--id', 'mine', '--internal');
      expect(out, `time ${at}`).toBe('mine\n');
    }
    await cli('emit', 'job.started', '--job', 'g2');
    const events = await shown(2, '--job', 'g2');
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ event_id: 'mine', visibility: 'internal' });
  });
});

describe('history', () => {
  const at = (second: number) => `2026-03-02T09:00:0${second}.000Z`;
  const ids = (events: { event_id: string }[]) => events.map(({ event_id }) => event_id.at(-1));
  beforeAll(async () => {
    for (const second of [1, 2, 3, 4]) {
      await publish(world.client, {
        event_id: `${UUID}${second}`,
        timestamp: at(second),
        event_type: second === 3 ? 'pr.created' : 'job.progress',
        project_id: 'shelf',
        ...(second === 3 ? {} : { job_id: 'h1' }),
        data: { message: `step ${second}` },
      });
    }
    await shown(4, '--project', 'shelf');
  });

  it('shows the newest, in the order in which they came', async () => {
    expect(ids(await shown(2, '--project', 'shelf', '--limit', '2'))).toEqual(['3', '4']);
  });

  it.each([
    ['asc', ['1', '2']],
    ['desc', ['4', '3']],
  ])('shows them in order %s', async (order, expected) => {
    const query = ['--project', 'shelf', '--limit', '2', '--order', order];
    expect(ids(await shown(2, ...query))).toEqual(expected);
  });

  it.each([
    [['--types', 'pr.*,job.failed'], ['3']],
    [
      ['--job', 'h1'],
      ['1', '2', '4'],
    ],
    [
      ['--since', at(2), '--until', String(Date.parse(at(3)))],
      ['2', '3'],
    ],
    [['--session', 'nobody'], []],
  ])('shows what %j asks for', async (query, expected) => {
    expect(ids(await shown(0, '--project', 'shelf', ...query))).toEqual(expected);
  });

  it('tells people in a line each, with nothing that a terminal obeys', async () => {
    const message = '\u001b[2Jboo\u0007\n\u009bbye\u202e';
    await publish(world.client, {
      event_type: 'job.progress',
      job_id: 'h\u001b[9m',
      data: { message },
    });
    await shown(1, '--project', 'project-a', '--types', 'job.progress');
    const { code, out, err } = await cli('history', '--project', 'project-a');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\d{4}-\S+Z {2}job\.progress {2}project-a\/-\/h {2}boo bye\n$/);
  });

  it('says when there is nothing', async () => {
    const { code, out, err } = await cli('history', '--project', 'nowhere');
    expect(code).toBe(0);
    expect(out).toBe('');
    expect(err).toContain('No such event');
  });
});

describe('replay', () => {
  beforeAll(async () => {
    for (const second of [1, 2]) {
      await publish(world.client, {
        timestamp: `2026-03-02T10:00:0${second}.000Z`,
        event_type: 'job.started',
        project_id: 'attic',
        job_id: `r${second}`,
        data: { instruction: `tidy up ${second}` },
      });
    }
    await publish(world.client, {
      timestamp: '2026-03-02T10:00:03.000Z',
      event_type: 'job.started',
      job_id: 'j1',
      project_id: 'attic',
      visibility: 'internal',
      data: { instruction: 'hide the presents' },
    });
    await shown(3, '--project', 'attic');
    await bubble(ANA, /hide the presents/);
  });
  const since = ['--project', 'attic', '--since', '2026-03-02T00:00:00Z'];

  it('says events again on the bus, in order, and jobwire takes none twice', async () => {
    const heard: string[] = [];
    const listener = world.redis.client();
    await listener.psubscribe('televibe:events:*');
    listener.on('pmessage', (_pattern, channel, text) => {
      if (channel === 'televibe:events:job.started') heard.push(JSON.parse(text).data.instruction);
    });
    const { code, out } = await cli('replay', ...since);
    expect({ code, out }).toEqual({ code: 0, out: '3 events published again on the bus.\n' });
    await waitUntil(() => heard.length >= 3, { saw: () => heard });
    expect(heard).toEqual(['tidy up 1', 'tidy up 2', 'hide the presents']);
    await cli('emit', 'job.queued', '--project', 'attic', '--job', 'a9');
    const events = await shown(4, '--project', 'attic');
    expect(events).toHaveLength(4);
  });

  it('tells a chat again, but nothing internal before a group', async () => {
    const until = ['--until', '2026-03-02T12:00:00Z'];
    const { code, out, err } = await cli('replay', ...since, ...until, '--chat', String(GROUP));
    expect({ code, out }).toEqual({
      code: 0,
      out: `2 events sent again to chat ${GROUP}.\n`,
    });
    expect(err).toContain('1 event left out');
    await bubble(GROUP, /tidy up 1[\s\S]*tidy up 2/);
    const all = telegram()
      .messages(GROUP)
      .map(({ text }) => text);
    expect(all.join('\n')).not.toContain('presents');
  });

  it('tells a private chat of an admin everything', async () => {
    const before = telegram().messages(ANA).length;
    const { out } = await cli(
      'replay',
      ...since,
      '--until',
      '2026-03-02T12:00:00Z',
      '--chat',
      `${ANA}`,
    );
    expect(out).toContain('3 events sent again');
    await telegram().waitFor(
      () =>
        telegram()
          .messages(ANA)
          .slice(before)
          .find(({ text }) => /presents/.test(text)),
      60_000,
    );
  });

  it('refuses a chat that nobody knows', async () => {
    const { code, out, err } = await cli('replay', ...since, '--chat', '-100999:7');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('chat -100999 is not known');
  });
});
