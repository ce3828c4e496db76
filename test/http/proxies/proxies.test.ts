// Behind nginx, HAProxy and Caddy as docs/operations/ sets them up: everything that stays open arrives at once, lives as
// long as it should, and ends in good order.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { readStream, type Stream } from '../sse/read-stream.ts';
import {
  idleLimitsOf,
  PROXIES,
  type RunningProxy,
  startBareNginx,
  startProxyServer,
} from './proxies.ts';

const ADMIN = { authorization: 'Bearer admin' };
/** As 15 s are to the 60 s that nginx waits by default. */
const HEARTBEAT_MS = 750;
const IDLE_MS = 4 * HEARTBEAT_MS;
const NEVER_MS = 600_000;

let port: HttpApi;
const proxies: RunningProxy[] = [];
const streams: Stream[] = [];
beforeEach(async () => {
  port = await startHttpApi({ publicUrl: 'http://127.0.0.1' });
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  for (const proxy of proxies.splice(0)) await proxy.stop();
  await port.stop();
});

async function started(proxy: Promise<RunningProxy>): Promise<string> {
  const running = await proxy;
  proxies.push(running);
  return running.url;
}

async function open(url: string): Promise<Stream> {
  const stream = await readStream(url, ADMIN, true);
  streams.push(stream);
  return stream;
}

const restart = async (heartbeatMs: number) => {
  await port.stop();
  port = await startHttpApi({
    publicUrl: 'http://127.0.0.1',
    limits: { heartbeatMs, pipelineHeartbeatMs: heartbeatMs },
  });
};

/** An event that all streams show, one after another: each must come while nothing follows it. */
async function expectEvents(stream: Stream): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    const { ids } = await port.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
    await stream.until((now) => now.ids.includes(ids[0] ?? ''));
  }
}

describe.each(PROXIES)('behind %s', (name) => {
  const start = (idleMs?: number) =>
    started(
      startProxyServer(name, {
        port: port.server.port,
        ...(idleMs === undefined ? {} : { idleMs }),
      }),
    );

  it('events arrive while the stream stays open, and its end says when to come back', async () => {
    const stream = await open(`${await start()}/events`);
    await expectEvents(stream);
    await port.server.stop();
    await stream.ended;
    expect(stream.text).toMatch(/: closing; reconnect to resume\nretry: \d+\n\n$/);
  });

  it('lines of a log arrive while its stream stays open', async () => {
    port.board.put(aJob({ id: 'j1' }));
    const url = `${await start()}/api/v1/jobs/j1/logs/stream`;
    const stream = await readStream(url, ADMIN, false);
    streams.push(stream);
    for (const text of ['one', 'two']) {
      await port.logSink.append({ jobId: 'j1' }, [{ text, level: 'info' }], { isEnd: false });
      await stream.until((now) => now.text.includes(`"${text}"`));
    }
  });

  it('messages arrive on a WebSocket, whose end has its code', async () => {
    const peer = await openPeer(`${await start()}/ws/jobs`, ADMIN);
    const { ids } = await port.publish({ type: 'job.updated', projectId: 'a' });
    await peer.until(({ messages }) => messages.at(-1)?.payload.event_id === ids[0]);
    await port.server.stop();
    expect((await peer.ended).code).toBe(1012);
  });

  it('a request that waits is answered once it is decided', async () => {
    const event = anEvent({
      type: 'job.approval_needed',
      projectId: 'a',
      data: { approval_id: 'ap-1', action: 'deploy' },
    });
    port.approvals.open(requestOf(event, { kind: 'no_file' }, systemClock.now()));
    const path = '/api/v1/approvals/ap-1';
    const waiting = fetch(`${await start()}${path}?wait=60s`, { headers: ADMIN });
    await expect(Promise.race([waiting, systemClock.sleep(200)])).resolves.toBeUndefined();
    const body = { decision: 'approve' };
    await port.send('POST', `${path}/decision`, { token: 'decider', body });
    expect(await (await waiting).json()).toMatchObject({ status: 'approved' });
  });

  it('heartbeats keep what is idle open, at four of them in the idle limit', async () => {
    await restart(HEARTBEAT_MS);
    await port.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
    port.board.put(aJob({ id: 'j1' }));
    const url = await start(IDLE_MS);
    const beats = (pattern: RegExp, path: string) => async () => {
      const stream = await open(url + path);
      const count = () => stream.text.match(pattern)?.length ?? 0;
      await stream.until(() => count() >= 6);
      await expectEvents(stream);
    };
    const peer = await openPeer(`${url}/ws/jobs`, ADMIN);
    await Promise.all([
      beats(/^: keep-alive$/gm, '/events')(),
      beats(/^event: heartbeat$/gm, '/api/v1/jobs/j1/events/stream')(),
    ]);
    const { ids } = await port.publish({ type: 'job.updated', projectId: 'a' });
    await peer.until(({ messages }) => messages.at(-1)?.payload.event_id === ids[0]);
  });
});

/** Caddy has no idle limit. */
const LIMITED = PROXIES.filter((name) => name !== 'caddy');

describe.each(LIMITED)('the idle limit of %s', (name) => {
  it('is longer than the longest wait, and four heartbeats', async () => {
    const limits = await idleLimitsOf(name);
    expect(limits.length).toBeGreaterThan(0);
    for (const seconds of limits) expect(seconds).toBeGreaterThan(60);
  });

  it('would end a stream without heartbeats', async () => {
    await restart(NEVER_MS);
    const proxy = startProxyServer(name, { port: port.server.port, idleMs: IDLE_MS });
    const stream = await open(`${await started(proxy)}/events`);
    await stream.ended;
    expect(stream.text).not.toContain('closing');
  });
});

it('nginx with no setting but the address does not hold events back either', async () => {
  const url = await started(startBareNginx({ port: port.server.port }));
  const stream = await open(`${url}/events`);
  await expectEvents(stream);
});
