// Jobs that fall silent, with the built program: told once in the chat and on the streams, also where it is killed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

/** Five seconds, and some for a busy machine. */
const SILENT_MS = 15_000;
/** What a job gets after a time in which nobody looked comes on top. */
const AFTER_START_MS = 30_000;

let folder: string;
let world: World;
let programs: Program[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-silence-'));
  await mkdir(join(folder, 'runs', 'trailer'), { recursive: true });
  const policy = 'routes: [{ match: { job: trailer }, chats: [{ id: 1001 }], silent_after: 5s }]';
  await writeFile(join(folder, 'policy.yaml'), policy);
  const settings = {
    POLICY_FILE: join(folder, 'policy.yaml'),
    PIPELINE_RUNS_DIR: join(folder, 'runs'),
  };
  world = await createWorld({ limits: 'off', settings });
  programs = [await world.start(), await world.start()];
  const { simulator } = world;
  simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
});
afterAll(async () => {
  await world.end();
  await rm(folder, { recursive: true });
});

const eventsSchema = z.object({
  events: z.array(
    z.object({ event_type: z.string(), data: z.looseObject({}), source: z.looseObject({}) }),
  ),
});

async function reported(job: string) {
  const url = `${programs.at(-1)?.url}/api/v1/events?job_id=${job}&types=job.silent,job.heard`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  return eventsSchema.parse(await answer.json()).events;
}

const typesOf = async (job: string) => (await reported(job)).map(({ event_type }) => event_type);

const said = (text: RegExp) =>
  world.simulator.world.messages(ANA).filter((message) => text.test(message.text));

const say = (job: string, event_type: string, data: Readonly<Record<string, unknown>> = {}) =>
  publish(world.client, { event_type, job_id: job, session_id: 'S1', data });

describe('a job that falls silent', () => {
  it('sounds once, from either of two replicas, and is silently heard again', async () => {
    await say('quiet', 'job.started', { instruction: 'Add rate limiting', heartbeat_seconds: 5 });
    await waitUntil(() => said(/📡 Add rate limiting: No sign of life for [5-9] s/).length === 1, {
      patienceMs: SILENT_MS,
    });
    expect(said(/📡 Add rate limiting/)[0]?.silent).toBe(false);
    await say('quiet', 'job.progress', { tool: 'Write', heartbeat_seconds: 0 });
    await waitUntil(() => said(/🟢 Add rate limiting: Heard again after/).length === 1);
    expect(said(/🟢 Add rate limiting/)[0]?.silent).toBe(true);
    expect(await reported('quiet')).toMatchObject([
      { event_type: 'job.silent', source: { component: 'jobwire' } },
      { event_type: 'job.heard', source: { component: 'jobwire' } },
    ]);
    expect(said(/📡 Add rate limiting/)).toHaveLength(1);
  });

  it('is reported once although the program is killed when it is due', async () => {
    await say('killed', 'job.started', { instruction: 'Bump zod', heartbeat_seconds: 5 });
    const watched = async () => (await world.client.zcard('jobwire:jobs:silence')) === 1;
    await waitUntil(watched);
    const due = async () => (await typesOf('killed')).length > 0;
    for (const program of programs) await program.kill9();
    programs = [await world.start()];
    await waitUntil(due, { patienceMs: AFTER_START_MS });
    await programs[0]?.kill9();
    programs = [await world.start()];
    await say('killed', 'job.completed', { success: true });
    await waitUntil(async () => (await typesOf('killed')).includes('job.heard'), {
      patienceMs: AFTER_START_MS,
    });
    expect(await typesOf('killed')).toEqual(['job.silent', 'job.heard']);
    await waitUntil(() => said(/Bump zod: Heard again/).length === 1);
    expect(said(/📡 Bump zod/)).toHaveLength(1);
  });

  it('is what a route says, unless heartbeats come', async () => {
    const line = (type: string) =>
      `${JSON.stringify({ ts: new Date().toISOString(), type, message: 'Trailer' })}\n`;
    const file = join(folder, 'runs', 'trailer', 'events.jsonl');
    await writeFile(file, line('job_started'));
    await waitUntil(async () => (await world.client.zcard('jobwire:jobs:silence')) === 1);
    const due = async () =>
      Number((await world.client.zrange('jobwire:jobs:silence', '0', '0', 'WITHSCORES'))[1]);
    const first = await due();
    await writeFile(file, line('heartbeat'), { flag: 'a' });
    await waitUntil(async () => (await due()) > first);
    expect(await typesOf('trailer')).toEqual([]);
    await waitUntil(async () => (await typesOf('trailer')).length === 1, { patienceMs: SILENT_MS });
    await writeFile(file, line('heartbeat'), { flag: 'a' });
    await waitUntil(async () => (await typesOf('trailer')).length === 2);
    expect(await typesOf('trailer')).toEqual(['job.silent', 'job.heard']);
  });
});
