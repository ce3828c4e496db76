// Peers that no longer answer a ping, as one does whose network went away.
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi({ limits: { heartbeatMs: 250 } });
});
afterEach(() => port.stop());

async function open(autoPong: boolean): Promise<WebSocket> {
  const headers = { authorization: 'Bearer admin' };
  const socket = new WebSocket(`${port.url.replace('http', 'ws')}/ws/jobs`, { headers, autoPong });
  await once(socket, 'open');
  return socket;
}

it('is cut off after two pings without an answer', async () => {
  const silent = await open(false);
  let pings = 0;
  silent.on('ping', () => {
    pings += 1;
  });
  const [code] = await once(silent, 'close');
  expect([pings, code]).toEqual([2, 1006]);
});

it('stays when only one of its answers is missing', async () => {
  const late = await open(false);
  let pings = 0;
  late.on('ping', () => {
    pings += 1;
    if (pings % 2 === 0) late.pong();
  });
  await expect.poll(() => pings, { timeout: 60_000 }).toBeGreaterThan(8);
  expect(late.readyState).toBe(WebSocket.OPEN);
  late.terminate();
});
