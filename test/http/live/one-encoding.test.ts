// However many read, and in however many views: each event is encoded once for each shape.
import { afterEach, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { type HttpApi, shape, startHttpApi } from '../http-api.ts';
import { jobsShape, openPeer, pipelineShape } from '../live-parts.ts';

let port: HttpApi;
afterEach(() => port.stop());

function counted(encode: (event: CanonicalEvent) => unknown) {
  const ids: string[] = [];
  const counting = (event: CanonicalEvent) => {
    ids.push(event.id);
    return encode(event);
  };
  return { ids, encode: counting };
}

it('an event is encoded once a shape, for all readers and views', async () => {
  const [events, pipeline, jobs] = [counted(shape), counted(pipelineShape), counted(jobsShape)];
  port = await startHttpApi({
    encode: events.encode,
    encodePipeline: pipeline.encode,
    encodeJobs: jobs.encode,
  });
  await port.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
  for (const { ids } of [events, pipeline, jobs]) ids.length = 0;
  const paths = ['/events', '/events?project_id=a', '/events?types=job.*', '/events?job_id=j1'];
  const tokens = ['admin', 'reader', 'reader-of-a'];
  const streams = await Promise.all(
    tokens.flatMap((token) => [
      ...paths.map((path) => port.open(path, { token })),
      port.open('/api/v1/jobs/j1/events/stream', { token }),
    ]),
  );
  const peers = await Promise.all(
    tokens.map((token) => openPeer(`${port.url}/ws/jobs`, { authorization: `Bearer ${token}` })),
  );
  // What they caught up with.
  for (const { ids } of [events, pipeline, jobs]) ids.length = 0;
  const published: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const one = { type: 'job.updated', projectId: 'a', jobId: 'j1' };
    published.push(...(await port.publish(one, one)).ids);
  }
  for (const stream of streams)
    await stream.until(({ text }) => text.includes(published.at(-1) ?? ''));
  for (const peer of peers)
    await peer.until(({ messages }) => messages.length === published.length);
  for (const { ids } of [events, pipeline, jobs]) expect(ids).toEqual(published);
  for (const peer of peers) peer.socket.terminate();
});
