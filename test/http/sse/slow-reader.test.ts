// Who does not read costs a bounded buffer, is cut off, and can resume; nobody else notices.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createParser } from 'eventsource-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '../../helpers/wait.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits: { unreadBytes: 262_144 } });
});
afterEach(() => port.stop());

const big = { data: { text: 'x'.repeat(100_000) } };
const cuts = async () =>
  Number(/readers_cut_total\{[^}]*\} (\d+)/.exec(await port.metrics.text())?.[1] ?? 0);
const readers = async () =>
  Number(/^jobwire_readers\{[^}]*\} (\d+)/m.exec(await port.metrics.text())?.[1]);

/** Asks for the stream by hand, reads the greeting, and then nothing more. */
async function openStuck(lastEventId = ''): Promise<Socket> {
  const socket = connect(port.server.port, '127.0.0.1');
  socket.write(
    `GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nLast-Event-ID: ${lastEventId}\r\n\r\n`,
  );
  await once(socket, 'readable');
  return socket;
}

/** What still lay in the connection, as events. */
async function readRest(socket: Socket): Promise<{ id?: string; event_id: string }[]> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString();
  const got: { id?: string; event_id: string }[] = [];
  const parser = createParser({
    onEvent: ({ id = '', data }) => got.push({ id, event_id: JSON.parse(data).event_id }),
  });
  parser.feed(text.slice(text.indexOf('\r\n\r\n') + 4));
  return got;
}

describe('a reader that does not read', () => {
  it('is cut off, costs the others nothing, and resumes where it stopped', async () => {
    const healthy = await port.open();
    const stuck = await openStuck();
    const published: string[] = [];
    while ((await cuts()) === 0) {
      const { ids } = await port.publish(big);
      published.push(...ids);
      await healthy.until(({ events }) => events.length === published.length);
      expect(published.length, 'events until the cut').toBeLessThan(400);
    }
    expect(healthy.ids).toEqual(published);
    expect(await readers()).toBe(1);
    expect(await port.metrics.text()).toContain(
      'jobwire_readers_left_total{shape="events",reason="too_slow"} 1',
    );

    const read = await readRest(stuck);
    expect(read.map(({ event_id }) => event_id)).toEqual(published.slice(0, read.length));
    const back = await port.open('/events', { lastEventId: read.at(-1)?.id ?? '' });
    const { ids } = await port.publish({});
    await back.until((now) => now.ids.includes(ids[0] ?? ''));
    expect(back.ids).toEqual([...published.slice(read.length), ...ids]);
  });

  it('is cut off also while it catches up, after some patience', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { unreadBytes: 262_144, drainTimeoutMs: 100 } });
    for (let count = 0; count < 150; count += 1) await port.publish(big);
    const stuck = await openStuck('e1.0-0');
    stuck.on('error', () => {});
    await waitUntil(async () => (await cuts()) > 0);
    expect(await readers()).toBe(0);
    stuck.destroy();
  });

  it('is told apart from one that reads, and catches up with far more than may lie unread', async () => {
    const published: string[] = [];
    for (let count = 0; count < 150; count += 1) published.push(...(await port.publish(big)).ids);
    const stream = await port.open('/events', { lastEventId: 'e1.0-0' });
    await stream.until(({ events }) => events.length === published.length);
    expect(stream.ids).toEqual(published);
    expect(await cuts()).toBe(0);
  });
});
