// A hole in what a reader of GET /events can get is said out loud, and only then.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpApi, opened, startHttpApi } from '../http-api.ts';
import type { Stream } from './read-stream.ts';

const limits = { pageSize: 7 };
let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits });
});
afterEach(() => port.stop());

const cursor = (position: string | undefined) => `e1.${position}`;
const events = (count: number) => Array.from({ length: count }, () => ({}));
const has = (id: string | undefined) => (stream: Stream) => stream.ids.includes(id ?? '');

/** Publishes one more and waits for it, so that all before it must have come too. */
async function settled(stream: Stream): Promise<string[]> {
  const [last = ''] = (await port.publish({})).ids;
  await stream.until(has(last));
  return stream.ids.slice(0, -1);
}

describe('a gap', () => {
  const gapOf = async (stream: Stream, epoch?: string) => {
    expect(stream.events[0]?.event).toBe('gap');
    const gap = JSON.parse(stream.events[0]?.data ?? '');
    return { ...gap, resumed_at: await opened(gap.resumed_at, epoch) };
  };
  const afterGap = async (stream: Stream) => {
    const [last = ''] = (await port.publish({})).ids;
    await stream.until(has(last));
    return stream.ids.slice(1, -1);
  };

  it.each([
    ['e0.5-0', 'journal_replaced'],
    ['5-0', 'cursor_unreadable'],
    ['no cursor at all', 'cursor_unreadable'],
    ['e1.99999999999999999999999-0', 'cursor_unreadable'],
  ])('is announced for the cursor %s, before all that is kept', async (lastEventId, reason) => {
    const { ids, positions } = await port.publish(...events(3));
    const stream = await port.open('/events', { lastEventId });
    await stream.until((now) => now.events.length > 0);
    const resumed_at = cursor(positions[0]);
    expect(await gapOf(stream)).toEqual({ reason, from: lastEventId, resumed_at });
    expect(await afterGap(stream)).toEqual(ids);
  });

  it('is announced for a position that is no longer kept', async () => {
    const { ids, positions } = await port.publish(...events(4));
    port.memory.forget(positions[1] ?? '');
    const from = cursor(positions[0]);
    const stream = await port.open('/events', { lastEventId: from });
    await stream.until((now) => now.events.length > 0);
    const resumed_at = cursor(positions[2]);
    expect(await gapOf(stream)).toEqual({ reason: 'position_expired', from, resumed_at });
    expect(await afterGap(stream)).toEqual(ids.slice(2));
  });

  it('is announced for a position beyond the end, before what is new', async () => {
    const { positions } = await port.publish(...events(4));
    port.memory.rewind(positions[1] ?? '');
    const from = cursor(positions[3]);
    const stream = await port.open('/events', { lastEventId: from });
    await stream.until((now) => now.events.length > 0);
    const resumed_at = cursor(positions[1]);
    expect(await gapOf(stream)).toEqual({ reason: 'position_ahead', from, resumed_at });
    expect(await afterGap(stream)).toEqual([]);
  });

  it('is announced once: who comes back with the id of the gap gets the same again', async () => {
    const { ids } = await port.publish(...events(3));
    const stream = await port.open('/events', { lastEventId: 'e0.1-0' });
    await stream.until((now) => now.events.length > 0);
    const back = await port.open('/events', { lastEventId: stream.events[0]?.id ?? '' });
    expect(await settled(back)).toEqual(ids);
  });

  it('is announced in the middle, when the journal forgets faster than the reader reads', async () => {
    const { ids, positions } = await port.publish(...events(30));
    let pages = 0;
    port.memory.beforeRead(async (kind) => {
      if (kind !== 'entries') return;
      pages += 1;
      if (pages === 2) port.memory.forget(positions[19] ?? '');
    });
    const stream = await port.open('/events', { lastEventId: cursor(positions[0]) });
    await stream.until(has(ids.at(-1)));
    const names = stream.events.map(({ event }) => event);
    expect(names.indexOf('gap')).toBe(limits.pageSize);
    expect(names.lastIndexOf('gap')).toBe(limits.pageSize);
    const got = [...ids.slice(1, 1 + limits.pageSize), 'undefined', ...ids.slice(20)];
    expect(stream.ids).toEqual(got);
  });

  it('is not announced at the oldest event, at the end, or before the first event', async () => {
    const { positions } = await port.publish(...events(3));
    port.memory.forget(positions[0] ?? '');
    for (const position of ['0-0', positions[1], positions[2]]) {
      const stream = await port.open('/events', { lastEventId: cursor(position) });
      await settled(stream);
      expect(stream.events.map(({ event }) => event)).not.toContain('gap');
    }
  });

  it('ends all streams when the journal is replaced, so that they hear of it', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { heartbeatMs: 20 } });
    const stream = await port.open();
    const { positions } = await port.publish({});
    await stream.until((now) => now.events.length === 1);
    port.memory.replace('e2');
    await stream.ended;
    const back = await port.open('/events', { lastEventId: cursor(positions[0]) });
    await back.until((now) => now.events.length > 0);
    expect(await gapOf(back, 'e2')).toMatchObject({
      reason: 'journal_replaced',
      resumed_at: 'e2.0-0',
    });
  });
});
