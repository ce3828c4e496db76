// CloudEvents as the official SDK sends them, in all three modes of the HTTP binding, to the built program.
import { CloudEvent, emitterFor, HTTP, httpTransport, type Message, Mode } from 'cloudevents';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await createWorld();
  program = await world.start();
});
afterAll(() => world?.end());

const DATA = { stage: 'test', text: 'Größe 5 µ — 100 % 🚀', list: [1, 2.5, null] };

function anEvent(id: string, more: object = {}): CloudEvent<unknown> {
  return new CloudEvent<unknown>({
    id,
    source: '/ci/main',
    type: 'com.example.build.completed',
    subject: 'a "quoted" subject, 50 % ß',
    time: '2026-11-28T09:00:01.250Z',
    data: DATA,
    projectid: 'acme/shop',
    jobid: `job-${id}`,
    tenant: 'größe=1; "x"',
    attempt: 3,
    final: true,
    ...more,
  });
}

async function post({ headers, body }: Message): Promise<unknown> {
  const response = await fetch(`${program.url}/api/v1/events`, {
    method: 'POST',
    headers: { ...(headers as Record<string, string>), authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(body === undefined ? {} : { body: body as string | Buffer }),
  });
  return [response.status, await response.json()];
}

interface Stored {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
  readonly source: object;
  readonly project_id: string;
  readonly data: unknown;
}

async function stored(id: string): Promise<Stored | undefined> {
  const answer = await fetch(`${program.url}/api/v1/events?job_id=job-${id}`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  const { events } = (await answer.json()) as { readonly events: readonly Stored[] };
  return events[0];
}

const expected = (id: string) => ({
  event_id: id,
  event_type: 'com.example.build.completed',
  timestamp: '2026-11-28T09:00:01.250Z',
  project_id: 'acme/shop',
  job_id: `job-${id}`,
  data: DATA,
  subject: 'a "quoted" subject, 50 % ß',
  tenant: 'größe=1; "x"',
});

it('accepts an event in the binary mode', async () => {
  const message = HTTP.binary(anEvent('binary'));
  expect(await post(message)).toEqual([202, { ids: ['binary'] }]);
  expect(await stored('binary')).toMatchObject(expected('binary'));
});

it('accepts an event in the structured mode', async () => {
  const message = HTTP.structured(anEvent('structured'));
  expect(await post(message)).toEqual([202, { ids: ['structured'] }]);
  expect(await stored('structured')).toMatchObject(expected('structured'));
});

it('accepts events in the batched mode', async () => {
  const events = [anEvent('batch-1'), anEvent('batch-2')];
  // The SDK reads batches, but writes none: it is the list of what it writes for each.
  const body = `[${events.map((event) => HTTP.structured(event).body).join(',')}]`;
  const headers = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
  expect(HTTP.toEvent({ headers, body })).toHaveLength(2);
  expect(await post({ headers, body })).toEqual([202, { ids: ['batch-1', 'batch-2'] }]);
  for (const id of ['batch-1', 'batch-2']) expect(await stored(id)).toMatchObject(expected(id));
});

it.each([
  ['text', { data: 'plain text, ß', datacontenttype: 'text/plain' }],
  ['bytes', { data: new Uint8Array([0, 255, 128]), datacontenttype: 'application/octet-stream' }],
  ['nothing', { data: undefined }],
])('stores the same of %s in the binary and the structured mode', async (name, more) => {
  const same = { type: 'com.example.same', ...more };
  await post(HTTP.binary(anEvent(`${name}-b`, same)));
  await post(HTTP.structured(anEvent(`${name}-s`, same)));
  const [binary, structured] = [await stored(`${name}-b`), await stored(`${name}-s`)];
  expect(binary?.event_type).toBe('com.example.same');
  expect(binary?.data).toEqual(structured?.data);
});

it.each([Mode.BINARY, Mode.STRUCTURED])(
  'works with the emitter and its transport: %s',
  async (mode) => {
    const emit = emitterFor(httpTransport(`${program.url}/api/v1/events`), { mode });
    const id = `emitted-${mode}`;
    await emit(anEvent(id), { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    expect(await stored(id)).toMatchObject(expected(id));
  },
);
