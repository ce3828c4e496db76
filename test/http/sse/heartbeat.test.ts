// Quiet streams stay alive, and their readers' places move on.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { comesAfter } from '../../contracts/journal-under-test.ts';
import { type HttpApi, opened, startHttpApi } from '../http-api.ts';
import { createDoor } from '../live-parts.ts';
import type { Stream } from './read-stream.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits: { heartbeatMs: 20 } });
});
afterEach(() => port.stop());

const cursor = (position: string | undefined) => `e1.${position}`;
const idsIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '');
const events = (count: number) => Array.from({ length: count }, () => ({}));
const has = (id: string | undefined) => (stream: Stream) => stream.ids.includes(id ?? '');

/** Publishes one more and waits for it, so that all before it must have come too. */
async function settled(stream: Stream): Promise<string[]> {
  const [last = ''] = (await port.publish({})).ids;
  await stream.until(has(last));
  return stream.ids.slice(0, -1);
}

describe('heartbeats', () => {
  it('are comments, one after another, and no events', async () => {
    const stream = await port.open();
    await stream.until(({ comments }) => comments.length >= 3);
    expect(stream.events).toEqual([]);
    expect(stream.text).toMatch(/\n\n: keep-alive\n\n: keep-alive\n\n/);
  });

  it('come also while a reader catches up', async () => {
    const { ids } = await port.publish(...events(3));
    const door = createDoor();
    port.memory.beforeRead(async (kind) => {
      if (kind === 'entries') await door.pass();
    });
    const stream = await port.open('/events', { lastEventId: cursor('0-0') });
    await stream.until(({ comments }) => comments.length >= 2);
    expect(stream.events).toEqual([]);
    door.open();
    await stream.until(has(ids[2]));
    expect(stream.ids).toEqual(ids);
  });

  it('come about as often as they should', async () => {
    const stream = await port.open();
    const from = systemClock.monotonic();
    await stream.until(({ comments }) => comments.length >= 6);
    expect(systemClock.monotonic() - from).toBeGreaterThan(5 * 20 * 0.9);
  });

  it('move the place of a reader on whose filter nothing matches', async () => {
    const stream = await port.open('/events?types=pr.merged');
    const { positions } = await port.publish(...events(5));
    await stream.until(({ text }) => idsIn(text).length === 2);
    expect(await opened(idsIn(stream.text)[1])).toBe(cursor(positions[4]));
    expect(stream.events).toEqual([]);
    const idle = stream.comments.length;
    await stream.until(({ comments }) => comments.length >= idle + 3);
    expect(idsIn(stream.text)).toHaveLength(2);
  });

  it('never move the place of a reader back who is ahead of the live side', async () => {
    await port.publish({});
    const release = port.memory.holdFeed();
    const { positions } = await port.publish(...events(3));
    const stream = await port.open('/events', { lastEventId: cursor('0-0') });
    const behind = await port.open();
    await stream.until(({ comments }) => comments.length >= 3);
    release();
    await settled(behind);
    const cursors = await Promise.all(idsIn(stream.text).map((id) => opened(id)));
    const places = cursors.map((text) => text.slice('e1.'.length));
    expect(places).toContain(positions[2]);
    for (const [index, place] of places.slice(1).entries()) {
      expect(comesAfter(places[index] ?? '', place), places.join()).toBe(false);
    }
  });
});
