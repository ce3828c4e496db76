// Events on every way in that loses nothing: many lanes at once, each an aggregate with its events in
// order. What is sent is sent again until it was taken, as publishers do.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { systemClock } from '../../src/runtime/clock.ts';
import { deliver } from './delivery.ts';
import type { Seeded } from './seeded.ts';
import { ADMIN_TOKEN } from './world.ts';

const WAYS = ['bus', 'delivery', 'file', 'web'] as const;
type Way = (typeof WAYS)[number];

interface Deps {
  readonly redis: Redis;
  readonly runsDir: string;
  /** Of the replicas that live now. */
  readonly urls: () => readonly string[];
  readonly random: Seeded;
}

interface Size {
  /** Of each way. */
  readonly lanes: number;
  readonly eventsPerLane: number;
  /** About how long it takes. */
  readonly overMs: number;
}

const RETRY_MS = 30;
const HEADERS = {
  authorization: `Bearer ${ADMIN_TOKEN}`,
  'content-type': 'application/json',
};

/** The mark that every event carries: `#bus-2-17#` is the 18th of the third lane of that way. */
const MARK = /#(\w+-\d+)-(\d+)#/;

/** Sends it all. Answers the lanes. */
export async function load(size: Size, deps: Deps): Promise<string[]> {
  const lanes = WAYS.flatMap((way) =>
    Array.from({ length: size.lanes }, (_, at) => ({ way, name: `${way}-${at}` })),
  );
  await Promise.all(lanes.map((lane) => runLane(lane, size, deps)));
  return lanes.map(({ name }) => name);
}

async function runLane(
  { way, name }: { way: Way; name: string },
  { eventsPerLane, overMs }: Size,
  deps: Deps,
): Promise<void> {
  const pauseMs = overMs / eventsPerLane;
  const beganAt = systemClock.monotonic();
  for (let at = 0; at < eventsPerLane; at += 1) {
    const event = { lane: name, at, mark: `#${name}-${at}#` };
    while (
      !(await SEND[way](event, deps).then(
        () => true,
        () => false,
      ))
    ) {
      await systemClock.sleep(RETRY_MS);
    }
    const early = beganAt + at * pauseMs - systemClock.monotonic();
    if (early > 0) await systemClock.sleep(early * 2 * deps.random.next());
  }
}

interface Marked {
  readonly lane: string;
  readonly at: number;
  readonly mark: string;
}

type Send = (event: Marked, deps: Deps) => Promise<unknown>;

const SEND: Readonly<Record<Way, Send>> = {
  async bus({ lane, mark }, { redis }) {
    const event = televibe(lane, mark);
    const text = JSON.stringify(event);
    const replies = await redis
      .pipeline()
      .publish(`televibe:events:${event.event_type}`, text)
      .xadd(`televibe:stream:${event.project_id}`, '*', 'event', text)
      .exec();
    for (const [error] of replies ?? []) if (error) throw error;
  },
  delivery({ lane, mark }, { redis }) {
    const data = { repository_id: lane, trigger: mark };
    const message = { stream: 'repository-events', event_id: mark, type: 'repo.sync.started' };
    return Promise.resolve(deliver(redis, { ...message, stream: 'repository-events', data }));
  },
  /** Half of the line may be seen before the other half. */
  async file({ lane, at, mark }, { runsDir, random }) {
    const file = join(runsDir, lane, 'events.jsonl');
    if (at === 0) await mkdir(join(runsDir, lane), { recursive: true });
    const fields = { type: 'stage_started', stage: `s${at}`, message: mark };
    const line = `${JSON.stringify({ ts: '2026-03-02T12:00:00Z', ...fields })}\n`;
    const middle = random.below(line.length);
    await appendFile(file, line.slice(0, middle));
    await appendFile(file, line.slice(middle));
  },
  async web({ lane, mark }, { urls, random }) {
    const all = urls();
    const url = all[random.below(all.length)];
    const body = JSON.stringify({ ...televibe(lane, mark), project_id: 'web' });
    const request = { method: 'POST', headers: HEADERS, body, signal: AbortSignal.timeout(5_000) };
    const response = await fetch(`${url}/api/v1/events`, request);
    const text = await response.text();
    if (response.status !== 202) throw new Error(`${response.status} ${text}`);
  },
};

function televibe(lane: string, mark: string) {
  return {
    event_id: mark,
    event_type: 'job.progress',
    project_id: `project-${lane.at(-1)}`,
    job_id: lane,
    data: { type: 'tool_use', tool: 'Edit', file: mark },
  };
}

/** The places of the events of each lane, in the order of these texts. */
export function lanesIn(texts: readonly string[]): Map<string, number[]> {
  const lanes = new Map<string, number[]>();
  for (const text of texts) {
    const [, lane = '', at] = MARK.exec(text) ?? [];
    const places = lanes.get(lane) ?? [];
    places.push(Number(at));
    lanes.set(lane, places);
  }
  return lanes;
}
