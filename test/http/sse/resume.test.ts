// Coming back to GET /events: nothing lost, nothing twice, and a hole is said out loud.
import { setImmediate as nextTick } from 'node:timers/promises';
import { EventSource } from 'eventsource';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type HttpApi, opened, startHttpApi } from '../http-api.ts';
import type { Stream } from './read-stream.ts';

const limits = { pageSize: 7, heldEntries: 5 };
let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits });
});
afterEach(() => port.stop());

const events = (count: number) => Array.from({ length: count }, () => ({}));
const cursor = (position: string | undefined) => `e1.${position}`;
const has = (id: string | undefined) => (stream: Stream) => stream.ids.includes(id ?? '');
/** Publishes one more and waits for it, so that all before it must have come too. */
async function settled(stream: Stream): Promise<string[]> {
  const [last = ''] = (await port.publish({})).ids;
  await stream.until(has(last));
  return stream.ids.slice(0, -1);
}
/** Holds what runs it until it is opened. */
function createDoor() {
  let open = () => {};
  let knock = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const knocked = new Promise<void>((resolve) => {
    knock = resolve;
  });
  const pass = () => {
    knock();
    return opened;
  };
  return { pass, open: () => open(), knocked };
}

describe('resuming', () => {
  it.each([0, 1, 6, 7, 8, 29])('goes on right after event %i of thirty', async (index) => {
    const { ids, positions } = await port.publish(...events(30));
    const stream = await port.open('/events', { lastEventId: cursor(positions[index]) });
    expect(await settled(stream)).toEqual(ids.slice(index + 1));
  });

  it('takes the cursor from the query, and the header before it', async () => {
    const { ids, positions } = await port.publish(...events(3));
    const query = `/events?last_event_id=${cursor(positions[0])}`;
    expect(await settled(await port.open(query))).toEqual(ids.slice(1));
    const both = await port.open(query, { lastEventId: cursor(positions[1]) });
    expect((await settled(both))[0]).toBe(ids[2]);
  });

  it('begins with now where there is neither cursor nor instant', async () => {
    await port.publish(...events(3));
    expect(await settled(await port.open())).toEqual([]);
  });

  it('goes on from the cursor, not from the instant, when both are given', async () => {
    const { ids, positions } = await port.publish(...events(3));
    const path = '/events?since=2026-03-01T00:00:00Z';
    const stream = await port.open(path, { lastEventId: cursor(positions[1]) });
    expect(await settled(stream)).toEqual([ids[2]]);
  });

  it('tells a place at once, so that who leaves before the first event misses none', async () => {
    await port.publish({});
    const stream = await port.open();
    const place = /^id: (.+)$/m.exec(stream.text)?.[1];
    stream.close();
    const { ids } = await port.publish(...events(3));
    const back = await port.open('/events', { lastEventId: place ?? '' });
    expect(await settled(back)).toEqual(ids);
    expect(back.events.map(({ event }) => event)).not.toContain('gap');
  });

  it('loses and repeats nothing when events pour in while readers come and go', async () => {
    const path = '/events?project_id=p1';
    const whole = await port.open(path);
    let pouring = true;
    const pour = (async () => {
      while (pouring) {
        await port.publish(...events(3), { projectId: 'other' });
        await nextTick();
      }
    })();
    const seen: string[] = [];
    let from = cursor('0-0');
    for (let visit = 0; visit < 25; visit += 1) {
      const stream = await port.open(path, { lastEventId: from });
      await stream.until((now) => now.events.length >= 1 + ((visit * 13) % 40));
      stream.close();
      await stream.ended;
      seen.push(...stream.ids);
      from = stream.events.at(-1)?.id ?? from;
    }
    pouring = false;
    await pour;
    const rest = await port.open(path, { lastEventId: from });
    const end = await settled(rest);
    await whole.until(has(rest.ids.at(-1)));
    expect(seen.length).toBeGreaterThan(200);
    expect([...seen, ...end]).toEqual(whole.ids.slice(0, -1));
  });

  it('brings the EventSource of Node back to where its connection broke', async () => {
    await port.stop();
    port = await startHttpApi({ clock: { ...systemClock, random: () => 0 } });
    const aborts: AbortController[] = [];
    const cursors: (string | undefined)[] = [];
    const source = new EventSource(`${port.url}/events`, {
      fetch: (url, init) => {
        const abort = new AbortController();
        aborts.push(abort);
        cursors.push(new Headers(init.headers).get('last-event-id') ?? undefined);
        const headers = { ...init.headers, authorization: 'Bearer admin' };
        return fetch(url, { ...init, headers, signal: abort.signal });
      },
    });
    const got: string[] = [];
    let look = () => {};
    source.addEventListener('task.status_changed', ({ data }) => {
      got.push(JSON.parse(data).event_id);
      look();
    });
    const count = (wanted: number) =>
      new Promise<void>((resolve) => {
        look = () => {
          if (got.length >= wanted) resolve();
        };
        look();
      });

    await new Promise((resolve) => source.addEventListener('open', resolve, { once: true }));
    const greeted = await port.open();
    const first = await port.publish({});
    await Promise.all([count(1), greeted.until(has(first.ids[0]))]);
    aborts[0]?.abort(new Error('connection lost'));
    const missed = await port.publish(...events(3));
    await count(4);
    source.close();
    expect(got).toEqual([...first.ids, ...missed.ids]);
    expect(cursors).toEqual([undefined, expect.any(String)]);
    expect(await opened(cursors[1])).toBe(cursor(first.positions[0]));
  });
});

describe('joining', () => {
  it('repeats nothing when the live side is behind the journal', async () => {
    const { positions } = await port.publish({});
    const release = port.memory.holdFeed();
    const { ids } = await port.publish(...events(10));
    const stream = await port.open('/events', { lastEventId: cursor(positions[0]) });
    await stream.until(has(ids.at(-1)));
    release();
    expect(await settled(stream)).toEqual(ids);
  });

  it('loses nothing that is appended while the end of the journal is asked for', async () => {
    const door = createDoor();
    port.memory.beforeRead(door.pass);
    const opening = port.open('/events', { lastEventId: cursor('0-0') });
    await door.knocked;
    const { ids } = await port.publish(...events(4));
    await nextTick();
    door.open();
    const stream = await opening;
    expect(await settled(stream)).toEqual(ids);
  });

  it('loses nothing when more comes live meanwhile than it may hold', async () => {
    const before = await port.publish({});
    let pages = 0;
    const door = createDoor();
    port.memory.beforeRead(async (kind) => {
      if (kind !== 'entries') return;
      pages += 1;
      if (pages === 1) await door.pass();
    });
    const opening = port.open('/events', { lastEventId: cursor('0-0') });
    await door.knocked;
    const meanwhile = await port.publish(...events(limits.heldEntries * 4));
    for (let tick = 0; tick < 5; tick += 1) await nextTick();
    door.open();
    const stream = await opening;
    expect(await settled(stream)).toEqual([...before.ids, ...meanwhile.ids]);
  });

  it('sends away with a retry hint, not with an error, while the journal is away', async () => {
    port.memory.beforeRead(async () => {
      throw new Error('redis://user:secret@10.0.0.1 is away');
    });
    const stream = await port.open('/events', { lastEventId: cursor('1-1') });
    await stream.ended;
    expect(stream.response.status).toBe(200);
    expect(stream.retries.at(-1)).toBeGreaterThanOrEqual(1_000);
    expect(stream.events).toEqual([]);
    expect(stream.text).not.toContain('secret');
  });
});
