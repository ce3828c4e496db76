// The AsyncAPI document: judged by the schema of its makers, and compared with what really is on the bus and in streams.
import specs from '@asyncapi/specs';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { announce } from '../../../src/approvals/decisions/announce.ts';
import { ALL_DIALECTS, dialectNamed } from '../../../src/dialects/all-dialects.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';
import { aRequest } from '../../helpers/requests.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

interface Message {
  readonly payload: object;
  readonly examples?: readonly { readonly payload: unknown }[];
}
interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, Message>>;
}
interface AsyncApi {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, { readonly action: string }>>;
}

interface OpenApi {
  readonly paths: Record<string, { get?: { responses: Record<string, { content?: object }> } }>;
}

const OPTIONS = { strict: false, validateFormats: false, allErrors: true };

let api: HttpApi;
let document: AsyncApi;
let openApi: OpenApi;
let ajv: Ajv;

function startApi(): Promise<HttpApi> {
  const { encode } = dialectNamed('televibe');
  const { encode: encodePipeline } = dialectNamed('pipeline');
  const { encode: encodeJobs } = dialectNamed('jobs');
  return startHttpApi({ dialects: ALL_DIALECTS, encode, encodePipeline, encodeJobs });
}

beforeAll(async () => {
  api = await startApi();
  document = (await (await fetch(`${api.url}/asyncapi.json`)).json()) as AsyncApi;
  // Now: while schemas are compiled, nothing is read from a connection that the server closes meanwhile.
  openApi = (await (await api.get('/openapi.json')).json()) as OpenApi;
  ajv = new Ajv(OPTIONS);
  ajv.addSchema(document, 'asyncapi');
});
afterAll(() => api.stop());

/** The check of a message on a channel, by the address and the name in the document. */
function messageOn(address: string, name: string): ValidateFunction {
  const [id] = Object.entries(document.channels).find(([, one]) => one.address === address) ?? [];
  return ajv.compile({ $ref: `asyncapi#/channels/${id}/messages/${name}/payload` });
}

/** What is wrong with a message that was seen there. */
function problemsOf(address: string, name: string, message: unknown): string {
  const validate = messageOn(address, name);
  return validate(message) ? '' : ajv.errorsText(validate.errors);
}

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
}

function at(pointer: string): unknown {
  const parts = pointer.replace('#/', '').split('/');
  return parts.reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part],
    document,
  );
}

describe('the AsyncAPI document', () => {
  const judge = () => new Ajv(OPTIONS).compile(specs.schemasWithoutId['3.0.0'] as object);

  it('is one, says the schema of AsyncAPI 3.0', () => {
    const validate = judge();
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['an action that there is not', { operations: { x: { action: 'read', channel: {} } } }],
    ['a server without a protocol', { servers: { redis: { host: 'localhost' } } }],
    ['a channel with fields that there are not', { channels: { x: { adress: 'job-events' } } }],
  ])('would not be one with %s', (_, wrong) => {
    expect(judge()({ ...document, ...wrong })).toBe(false);
  });

  it('refers to nothing that is not in it', () => {
    const refs = [...new Set(refsIn(document))];
    expect(refs.length).toBeGreaterThan(30);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
  });

  it('gives examples that are messages', () => {
    const wrong = Object.values(document.channels).flatMap(({ address, messages }) =>
      Object.entries(messages).flatMap(([name, { examples = [] }]) =>
        examples.map(({ payload }) => problemsOf(address, name, payload)),
      ),
    );
    expect(wrong.length).toBeGreaterThan(10);
    expect(wrong.filter((problem) => problem !== '')).toEqual([]);
  });

  it('has every place that a dialect reads, and every stream and socket of the HTTP API', () => {
    const streams = Object.entries(openApi.paths).filter(([, { get }]) => {
      const { 200: answer, 101: upgrade } = get?.responses ?? {};
      return upgrade !== undefined || 'text/event-stream' in (answer?.content ?? {});
    });
    const own = Object.values(document.channels).map(({ address }) => address);
    expect(own.sort()).toEqual(
      [
        ...streams.map(([path]) => path),
        ...['televibe:events:{event_type}', 'televibe:stream:{project_id}', 'job-events'],
        ...['repository-events', 'feature-events', 'planning-events', 'execution-events'],
        ...['pr-events', 'runs/{job_id}/events.jsonl', 'job:{job_id}:events'],
        'televibe:logs:{job_id}',
      ].sort(),
    );
    expect(streams.length).toBe(5);
  });
});

const PLACES: Readonly<Record<string, string>> = {
  televibe: 'televibe:events:{event_type}',
  jobs: 'job-events',
  delivery: 'pr-events',
  pipeline: 'runs/{job_id}/events.jsonl',
  build: 'job:{job_id}:events',
};

describe('messages are as it says:', () => {
  it.each(Object.entries(PLACES))('all recorded ones of %s', (dialect, address) => {
    const recorded = fixtureLines<{ raw: string | object }>(`${dialect}/${dialect}.jsonl`);
    const messages = recorded.map(({ raw }) => (typeof raw === 'string' ? JSON.parse(raw) : raw));
    expect(messages.length).toBeGreaterThan(3);
    const wrong = messages.map((each) => problemsOf(address, `${dialect}Message`, each));
    expect(wrong.filter((problem) => problem !== '')).toEqual([]);
  });

  it('a decision, and one that nobody made in time', () => {
    const request = aRequest('r1', { projectId: 'shop' });
    const by = { id: '1001', name: 'Ana', via: 'telegram' } as const;
    const [at, televibe] = ['2026-03-02T09:00:00.000Z', dialectNamed('televibe')];
    const written = (outcome: Parameters<typeof announce>[1]) => {
      const event = announce({ request, votes: [] }, outcome);
      return event === undefined ? undefined : televibe.encode(event);
    };
    const denied = written({ status: 'denied', by, reason: 'not now', at });
    const expired = written({ status: 'expired', at });
    for (const place of ['televibe:events:{event_type}', 'televibe:stream:{project_id}']) {
      expect(problemsOf(place, 'decision', denied)).toBe('');
      expect(problemsOf(place, 'expiry', expired)).toBe('');
      expect(problemsOf(place, 'decision', expired)).not.toBe('');
    }
  });

  it('events of a stream, the first one and a gap', async () => {
    // One without connections from before the schemas were compiled.
    const live = await startApi();
    onTestFinished(() => live.stop());
    await live.publish({ type: 'job.started', jobId: 'j1', projectId: 'shop' });
    const televibe = await live.open('/events?since=0');
    const pipeline = await live.open('/api/v1/jobs/j1/events/stream', {
      lastEventId: 'unreadable',
    });
    await televibe.until(({ events }) => events.length > 0);
    await pipeline.until(({ events }) => events.length > 2);
    const [started] = televibe.events;
    expect(problemsOf('/events', 'event', JSON.parse(started?.data ?? ''))).toBe('');
    const names = pipeline.events
      .map(({ event }) => event ?? 'event')
      .filter((n) => n !== 'heartbeat');
    expect(names).toEqual(['connected', 'gap', 'event']);
    for (const { event = 'event', data } of pipeline.events) {
      const address = '/api/v1/jobs/{id}/events/stream';
      expect(problemsOf(address, event, JSON.parse(data)), event).toBe('');
    }
  });
});
