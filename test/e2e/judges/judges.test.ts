// Clients that nobody here wrote follow one replica; it is killed, and they go on with another: no event is lost or
// repeated on a stream, and a socket is open again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Front } from '../../helpers/front.ts';
import { startFront } from '../../helpers/front.ts';
import type { Program } from '../../helpers/program.ts';
import { publish } from '../../helpers/publish.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../../helpers/world.ts';
import { BROWSERS, type Browser, listeningPage, openBrowser, type PageNews } from './browsers.ts';
import { SOCKET_JUDGES, STREAM_JUDGES, type StreamJudge } from './clients.ts';

const TYPE = 'job.completed';
/** From the beginning: whoever connects late misses nothing. */
const QUERY = 'project_id=judged&since=2026-01-01T00:00:00Z';
const PATIENCE_MS = 60_000;
const EACH = 20;

let world: World;
let killed: Program;
let other: Program;
let front: Front;
const browsers: Browser[] = [];
const judges = new Map<string, StreamJudge>();
const news = new Map<string, PageNews[]>();
let count = 0;

/** What a page heard, in its order. */
function heardBy(name: string, from: PageNews['from']): string[] {
  const own = (news.get(name) ?? []).filter((one) => one.from === from);
  return own.sort((a, b) => a.number - b.number).map(({ id }) => id);
}

const streams: Record<string, () => readonly string[]> = {};
const sockets: Record<string, () => readonly string[]> = {};
for (const name of Object.keys(STREAM_JUDGES)) streams[name] = () => judges.get(name)?.heard ?? [];
for (const name of Object.keys(SOCKET_JUDGES)) sockets[name] = () => judges.get(name)?.heard ?? [];
for (const name of BROWSERS) {
  streams[name] = () => heardBy(name, 'stream');
  sockets[name] = () => heardBy(name, 'socket');
}

/** Answers ids of events and of jobs. */
async function publishSome(): Promise<{ events: string[]; jobs: string[] }> {
  const events: string[] = [];
  const jobs: string[] = [];
  for (let at = 0; at < EACH; at += 1) {
    count += 1;
    const job_id = `judged-${count}`;
    jobs.push(job_id);
    const data = { success: true, summary: 'ü 🔧' };
    events.push(
      await publish(world.client, { event_type: TYPE, project_id: 'judged', job_id, data }),
    );
  }
  return { events, jobs };
}

const everybody = async (isSo: (heard: readonly string[]) => boolean, all = streams) =>
  waitUntil(() => Object.values(all).every((heard) => isSo(heard())), {
    saw: () => Object.entries(all).map(([name, heard]) => [name, heard().length]),
    patienceMs: PATIENCE_MS,
  });

const opens = (heard: readonly string[]) => heard.filter((id) => id === 'open').length;

beforeAll(async () => {
  world = await createWorld();
  killed = await world.start();
  other = await world.start();
  front = await startFront({
    token: ADMIN_TOKEN,
    target: killed.url,
    page: listeningPage([TYPE], QUERY),
    onHeard: (name, body) => void news.set(name, [...(news.get(name) ?? []), body as PageNews]),
  });
  for (const name of BROWSERS) {
    browsers.push(await openBrowser(name, `${front.url}/${name}/page`));
  }
  for (const [name, judge] of Object.entries(STREAM_JUDGES)) {
    judges.set(name, judge(`${front.url}/${name}/events?${QUERY}`, [TYPE]));
  }
  for (const [name, judge] of Object.entries(SOCKET_JUDGES)) {
    judges.set(name, judge(`${front.url}/${name}/ws/jobs`));
  }
});
afterAll(async () => {
  for (const judge of judges.values()) judge.close();
  for (const browser of browsers) await browser.close();
  await front?.stop();
  await world?.end();
});

describe('when a replica is killed', () => {
  let published: string[];
  let missed: string[];
  let after: { events: string[]; jobs: string[] };

  beforeAll(async () => {
    await everybody((heard) => opens(heard) === 1, sockets);
    await waitUntil(() => Object.keys(streams).every((name) => front.attemptsOf(name).length > 0));
    const before = await publishSome();
    await everybody((heard) => heard.length >= EACH);
    front.target = other.url;
    await killed.kill9();
    missed = (await publishSome()).events;
    await everybody((heard) => heard.length >= 2 * EACH);
    await everybody((heard) => opens(heard) === 2, sockets);
    after = await publishSome();
    published = [...before.events, ...missed, ...after.events];
    await everybody((heard) => heard.length >= 3 * EACH);
    await everybody((heard) => heard.includes(after.jobs.at(-1) ?? ''), sockets);
  });

  it.each(Object.keys(streams))('%s hears every event once and in order', (name) => {
    expect(streams[name]?.()).toEqual(published);
  });

  it.each(Object.keys(streams))('%s names the last event that it heard', (name) => {
    const attempts = front.attemptsOf(name).filter(({ path }) => path.startsWith('/events'));
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts[0]?.lastEventId).toBeUndefined();
    for (const { lastEventId } of attempts.slice(1)) expect(lastEventId).toMatch(/^[\x21-\x7e]+$/);
  });

  it.each(Object.keys(sockets))('%s gets what comes from then on by its new socket', (name) => {
    expect(sockets[name]?.().slice(-EACH)).toEqual(after.jobs);
  });
});
