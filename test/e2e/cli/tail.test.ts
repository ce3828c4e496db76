// `jobwire tail` beside a jobwire that runs, over Redis and by HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../helpers/program.ts';
import { publish } from '../../helpers/publish.ts';
import { endScripts, startJobwire } from '../../helpers/script.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../../helpers/world.ts';

let world: World;
let url: string;

beforeAll(async () => {
  world = await createWorld();
  ({ url } = await world.start());
});
afterAll(async () => {
  endScripts();
  await world.end();
});

const WAYS = ['http', 'redis'] as const;
const settingsOf = (way: (typeof WAYS)[number]): Settings =>
  way === 'http' ? { JOBWIRE_URL: url, JOBWIRE_TOKEN: ADMIN_TOKEN } : world.settings;

async function writes(job: string, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) await world.client.xadd(`televibe:logs:${job}`, '*', 'line', line);
}

async function say(job: string, type: string): Promise<void> {
  await publish(world.client, { event_type: type, job_id: job, project_id: 'shop' });
}

async function isKnown(job: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  return (await fetch(`${url}/api/v1/jobs/${job}`, { headers })).ok;
}

describe.each(WAYS)('jobwire tail by %s', (way) => {
  it('shows the newest lines, then what is added, until the job has ended', async () => {
    const job = `${way}-1`;
    await say(job, 'job.started');
    await waitUntil(() => isKnown(job));
    await writes(job, 'first', '  10 %\r  20 %', '\u001B[31mpassword: hunter2');
    const settings = settingsOf(way);
    const shown = '  20 %\npassword: [redacted: password]\n';
    const once = startJobwire(['tail', job, '--lines', '2'], { settings });
    expect(await once.ended).toEqual({ code: 0, out: shown, err: '' });
    const following = startJobwire(['tail', job, '--lines', '2', '--follow'], { settings });
    await following.says(/password/);
    await writes(job, 'more');
    await following.says(/more/);
    await writes(job, 'the end');
    await say(job, 'job.completed');
    expect(await following.ended).toEqual({ code: 0, out: `${shown}more\nthe end\n`, err: '' });
  });

  it('ends with 130 on Ctrl-C, and with 1 for a job that nobody knows', async () => {
    const job = `${way}-2`;
    await say(job, 'job.started');
    await waitUntil(() => isKnown(job));
    await writes(job, 'first');
    const settings = settingsOf(way);
    const following = startJobwire(['tail', job, '--follow'], { settings });
    await following.says(/first/);
    following.signal('SIGINT');
    expect(await following.ended).toEqual({ code: 130, out: 'first\n', err: '' });
    const unknown = await startJobwire(['tail', 'nobody'], { settings }).ended;
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toMatch(/there is no job "nobody" with a log; expected .*for example/);
  });
});
