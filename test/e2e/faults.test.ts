// The built program under faults and floods: whatever is published by a way in that loses nothing is
// journalled once, in order, and told the same way by the journal, the stream, polling and the chat.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { type EventReader, startEventReader } from '../helpers/event-reader.ts';
import { lanesIn, load } from '../helpers/load.ts';
import type { Program } from '../helpers/program.ts';
import { startProxy } from '../helpers/proxy.ts';
import { createSeeded, type Seeded } from '../helpers/seeded.ts';
import { beginDigests, countTold, everyEvent, textsTold } from '../helpers/told.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

const SEED = 20_260_302;
/** Of resident memory that the program may ever have used, in MB. */
const MAX_MB = 400;

let folder: string;
let runsDir: string;
let world: World;
/** Those that live now. */
let programs: Program[];
let reader: EventReader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-faults-'));
  runsDir = join(folder, 'runs');
  await mkdir(runsDir);
  world = await createWorld({ limits: 'off', settings: { PIPELINE_RUNS_DIR: runsDir } });
  programs = [];
});
afterEach(async () => {
  await reader.stop();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

const urls = () => programs.map(({ url }) => url);

/** Starts the replicas, Ana's chat and a reader of the stream. */
async function begin(replicas: number, settings: Record<string, string> = {}): Promise<void> {
  programs = await Promise.all(Array.from({ length: replicas }, () => world.start(settings)));
  await beginDigests(world.simulator, ANA);
  reader = await startEventReader(urls);
}

/** Waits until so many were taken in; answers the events in the journal, as texts. */
async function journalled(count: number): Promise<string[]> {
  const { client } = world;
  const taken = async () => {
    const [events, letters] = ['jobwire:journal', 'jobwire:dlq'].map((key) => client.xlen(key));
    return ((await events) ?? 0) + ((await letters) ?? 0);
  };
  await waitUntil(async () => (await taken()) >= count, { saw: taken });
  expect(await client.xrange('jobwire:dlq', '-', '+')).toEqual([]);
  const entries = await client.xrange('jobwire:journal', '-', '+');
  return entries.map(([, fields]) => fields[1] ?? '');
}

/**
 * All of it once, in the order of its lane, wherever one looks. A chat may hear once more of what it
 * was told just before a kill: `lastTold` are those messages.
 */
async function expectAll(
  lanes: readonly string[],
  { eventsPerLane }: { readonly eventsPerLane: number },
  lastTold: readonly string[] = [],
): Promise<void> {
  const count = lanes.length * eventsPerLane;
  const expected = new Map(
    lanes.map((lane) => [lane, Array.from({ length: eventsPerLane }, (_, at) => at)]),
  );
  const kept = await journalled(count);
  expect(lanesIn(kept)).toEqual(expected);
  await vi.waitFor(() => expect(reader.told.length).toBeGreaterThanOrEqual(count), 60_000);
  const polled = await everyEvent(programs[0]?.url ?? '');
  expect(reader.gaps).toBe(0);
  expect(reader.told.map((text) => JSON.parse(text))).toEqual(polled);
  expect(lanesIn(polled.map((event) => JSON.stringify(event)))).toEqual(expected);
  expect(polled.map(({ event_id }) => event_id)).toEqual(kept.map((text) => JSON.parse(text).id));
  await expectTold(count, count + countTold(lastTold));
}

/** So many events, once the chat was told of all of them. */
async function expectTold(least: number, most = least): Promise<void> {
  const told = () => countTold(textsTold(world.simulator, ANA));
  await waitUntil(() => told() >= least, { saw: told });
  // A window that is still open would have closed by then.
  await systemClock.sleep(1_500);
  expect(told()).toBeLessThanOrEqual(most);
}

/** Events of all ways, most of them while something goes wrong. */
function startLoad(random: Seeded, size: Parameters<typeof load>[0]): Promise<string[]> {
  return load(size, { ...{ redis: world.client, runsDir, urls, random } });
}

describe('two replicas that are killed at any moment', () => {
  it('lose nothing, repeat nothing and reorder nothing', async ({ annotate }) => {
    const random = createSeeded(SEED);
    await begin(2);
    const size = { lanes: 4, eventsPerLane: 250, overMs: 8_000 };
    let isOver = false;
    let kills = 0;
    const lastTold: string[] = [];

    async function killAndRestart(at: number): Promise<void> {
      kills += 1;
      await programs[at]?.kill9();
      lastTold.push(...textsTold(world.simulator, ANA).slice(-1));
      programs[at] = await world.start();
    }

    async function killAgainAndAgain(): Promise<void> {
      while (!isOver) {
        await systemClock.sleep(random.below(700));
        const which = random.chance(0.2) ? [0, 1] : [random.below(2)];
        await Promise.all(which.map(killAndRestart));
      }
    }

    const loading = startLoad(random, size);
    await vi.waitFor(() => expect(reader.told.length).toBeGreaterThan(0), 60_000);
    const killing = killAgainAndAgain();
    const lanes = await loading;
    isOver = true;
    await killing;
    expect(kills).toBeGreaterThan(3);
    await expectAll(lanes, size, lastTold);
    await annotate(`${kills} kills, ${reader.connections} connections of the reader`);
  });
});

describe('one replica behind a bad network', () => {
  it('loses and repeats nothing, while answers get lost and when Redis is killed', async ({
    annotate,
  }) => {
    const random = createSeeded(SEED + 1);
    const proxy = await startProxy(world.redis.port, random);
    await begin(1, { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    const size = { lanes: 3, eventsPerLane: 200, overMs: 7_000 };
    const loading = startLoad(random, size);
    await vi.waitFor(() => expect(reader.told.length).toBeGreaterThan(0), 60_000);
    proxy.harm({ drop: 0.01, cut: 0.005, delay: 0.03, delayMs: 150 });
    await systemClock.sleep(2_500);
    await world.redis.kill9();
    await systemClock.sleep(400);
    await world.redis.restart();
    await systemClock.sleep(1_500);
    const lanes = await loading;
    proxy.harm(undefined);
    await expectAll(lanes, size);
    const { drops, cuts, delays } = proxy.done;
    expect(Math.min(drops, cuts, delays)).toBeGreaterThan(0);
    expect(programs[0]?.log.filter(({ msg }) => msg === 'ready')).toHaveLength(1);
    await annotate(`${drops} answers dropped, ${cuts} cut, ${delays} delayed`);
    await proxy.stop();
  });
});

describe('a burst of fifty thousand events', () => {
  it('is journalled whole and counted in the chat, in bounded memory', async ({ annotate }) => {
    const [count, jobs, streams] = [50_000, 200, 4];
    await begin(1);
    await reader.stop();
    const beganAt = systemClock.monotonic();
    const seconds = () => ((systemClock.monotonic() - beganAt) / 1_000).toFixed(1);
    for (let at = 0; at < count; ) {
      const pipeline = world.client.pipeline();
      for (const end = at + 5_000; at < end; at += 1) {
        const text = JSON.stringify(burstEvent(at, jobs));
        pipeline.xadd(`televibe:stream:burst-${at % streams}`, '*', 'event', text);
      }
      await pipeline.exec();
    }
    const sentAfter = seconds();
    const kept = await journalled(count);
    const keptAfter = seconds();
    const lanes = lanesIn(kept);
    const inOrder = Array.from({ length: count / jobs }, (_, at) => at);
    expect(lanes.size).toBe(jobs);
    for (const places of lanes.values()) expect(places).toEqual(inOrder);
    await expectTold(count);
    const status = await readFile(`/proc/${programs[0]?.pid}/status`, 'utf8');
    const peakMb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
    const said = world.simulator.world.messages(ANA).length;
    await annotate(
      `sent after ${sentAfter} s, journalled after ${keptAfter} s, told after ${seconds()} s in ${said} messages; at most ${peakMb.toFixed(0)} MB`,
    );
    expect(peakMb).toBeLessThan(MAX_MB);
    // Messages come by time, not by events: the longer it takes, the more windows there are.
    expect(said).toBeLessThan(50 + 4 * Number(seconds()));
  });
});

function burstEvent(at: number, jobs: number) {
  const lane = `burst-${at % jobs}`;
  const file = `#${lane}-${Math.floor(at / jobs)}#`;
  return {
    event_id: `burst-${at}`,
    event_type: 'job.progress',
    timestamp: '2026-03-02T09:00:00.000Z',
    project_id: `burst-${at % 4}`,
    job_id: lane,
    data: { type: 'tool_use', tool: 'Edit', file, action: 'edit' },
  };
}
