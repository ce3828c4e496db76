import { beforeEach, describe, expect, it } from 'vitest';
import { decode as decodeAny, dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { RawMessage } from '../../src/dialects/dialect.ts';
import { createReceive, type Receive } from '../../src/intake/receive.ts';
import type { AppendBatch, AppendResult } from '../../src/journal/journal.ts';
import { type Logger, silentLogger } from '../../src/runtime/logger.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';

const NOW = 5_000;
const televibe = dialectNamed('televibe');

let appended: AppendBatch[];
let logged: { name: string; fields: object }[];
let counted: unknown[];
let answer: (batch: AppendBatch) => Promise<AppendResult>;
let decode: typeof televibe.decode;
let receive: Receive;

beforeEach(() => {
  const memory = createMemoryJournal();
  appended = [];
  logged = [];
  counted = [];
  answer = (batch) => memory.journal.append(batch);
  decode = televibe.decode;
  const warn = (fields: object, name: string) => void logged.push({ name, fields });
  const log: Logger = { ...silentLogger, warn };
  receive = createReceive({
    decode: (message) => decode(message),
    journal: {
      append(batch) {
        appended.push(batch);
        return answer(batch);
      },
    },
    metrics: {
      eventJournalled: (...labels) => void counted.push(['journalled', ...labels]),
      decodeFailed: (dialect) => void counted.push(['failed', dialect]),
      repeatDropped: (dialect) => void counted.push(['repeat', dialect]),
      messageArrived: () => {},
      deadLettered: () => {},
      linksLeftOut: (dialect, count) => void counted.push(['links', dialect, count]),
    },
    log,
    clock: { ...silentClock, now: () => NOW },
  });
});

const silentClock = {
  now: () => NOW,
  monotonic: () => 0,
  after: () => () => {},
  sleep: async () => {},
  token: () => 'token',
  random: () => 0,
};

function raw(text: string, fields: Partial<RawMessage> = {}): RawMessage {
  return { dialect: 'televibe', text, source: 'televibe:stream:p1', arrivedAt: 4_000, ...fields };
}

const good = (id: string) =>
  raw(JSON.stringify({ event_id: id, event_type: 'job.started', job_id: 'j1', project_id: 'p1' }));

describe('ingesting messages', () => {
  it('journals a batch with its acknowledgement in one append, and counts it', async () => {
    const acknowledgement = { source: 'televibe:stream:p1', from: '', to: '1-0' };
    const result = await receive.ingest({
      messages: [good('e1'), good('e2')],
      lossy: false,
      acknowledgement,
    });
    expect(appended).toHaveLength(1);
    expect(appended[0]?.acknowledgement).toEqual(acknowledgement);
    expect(appended[0]?.candidates).toMatchObject([
      { event: { id: 'e1' }, identity: 'id', repeatKey: '["p1","e1"]', arrivedAt: 4_000 },
      { event: { id: 'e2' }, identity: 'id', repeatKey: '["p1","e2"]', arrivedAt: 4_000 },
    ]);
    expect(result).toMatchObject({
      kind: 'appended',
      positions: [/-/, /-/].map(() => expect.any(String)),
    });
    expect(counted).toEqual([
      ['journalled', 'job.started', 'p1', 1],
      ['journalled', 'job.started', 'p1', 1],
    ]);
  });

  it('counts what was seen before as a repeat', async () => {
    await receive.ingest({ messages: [good('e1')], lossy: true });
    await receive.ingest({ messages: [good('e1')], lossy: true });
    expect(counted).toEqual([
      ['journalled', 'job.started', 'p1', 1],
      ['repeat', 'televibe'],
    ]);
  });

  it('acknowledges a batch in which nothing can be decoded', async () => {
    const acknowledgement = { source: 's', from: '', to: '1-0' };
    await receive.ingest({ messages: [raw('null')], lossy: false, acknowledgement });
    expect(appended[0]).toMatchObject({ candidates: [], acknowledgement });
  });

  it('buries an event of a stream that belongs to nothing, and drops one that was only published', async () => {
    decode = decodeAny;
    const text = JSON.stringify({ event_id: 'e1', event_type: 'job.started', project_id: 'p1' });
    const reason = expect.stringMatching(/names neither a job nor a session; expected the id/);
    await receive.ingest({ messages: [raw(text)], lossy: false });
    expect(appended[0]?.candidates).toEqual([]);
    expect(appended[0]?.deadLetters).toMatchObject([{ raw: text, reason }]);
    await receive.ingest({ messages: [raw(text)], lossy: true });
    expect(appended).toHaveLength(1);
    const name = 'job_event_decode_failed';
    expect(logged).toMatchObject([
      { name, fields: { reason, buried: true } },
      { name, fields: { reason, buried: false } },
    ]);
  });

  it('counts nothing if another replica advanced the position', async () => {
    answer = async () => ({ kind: 'moved', at: '9-0' });
    const result = await receive.ingest({ messages: [good('e1'), raw('null')], lossy: false });
    expect(result).toEqual({ kind: 'moved', at: '9-0' });
    expect([counted, logged]).toEqual([[], []]);
  });
});

describe('an undecodable message', () => {
  it('is dropped from a lossy source with exactly one log line and a count', async () => {
    const secret = '{"password": "hunter2"';
    await receive.ingest({ messages: [good('e1'), raw(secret), good('e2')], lossy: true });
    expect(appended[0]).toMatchObject({ candidates: [{}, {}], deadLetters: [] });
    expect(logged).toEqual([
      {
        name: 'job_event_decode_failed',
        fields: {
          dialect: 'televibe',
          source: 'televibe:stream:p1',
          sizeBytes: secret.length,
          reason: expect.stringContaining('not JSON'),
          buried: false,
        },
      },
    ]);
    expect(JSON.stringify(logged)).not.toContain('hunter2');
    expect(counted).toContainEqual(['failed', 'televibe']);
  });

  it('is logged once although the append failed and the batch is ingested again', async () => {
    const keep = answer;
    answer = () => Promise.reject(new Error('Redis is away'));
    const batch = { messages: [good('e1'), raw('null')], lossy: true };
    await expect(receive.ingest(batch)).rejects.toThrow('Redis is away');
    answer = keep;
    await receive.ingest(batch);
    expect(logged).toHaveLength(1);
  });

  it('becomes a dead letter if it comes from a stream, and the next one is ingested', async () => {
    const text = '{"event_type":42}';
    const messages = [raw(text, { entryId: '7-0' }), good('e1')];
    await receive.ingest({ messages, lossy: false });
    expect(appended[0]?.deadLetters).toEqual([
      {
        source: 'televibe:stream:p1',
        entryId: '7-0',
        raw: text,
        reason: expect.stringContaining('event_type must be'),
        attempts: 1,
      },
    ]);
    expect(appended[0]?.candidates).toHaveLength(1);
    expect(logged).toMatchObject([{ name: 'job_event_decode_failed', fields: { buried: true } }]);
  });

  it('is dead-lettered whole up to 1 MiB, beyond that as its first 64 KiB of whole characters', async () => {
    const bad = (length: number) => `x${'é'.repeat(length)}`;
    const messages = [raw(bad(500_000)), raw(bad(600_000))];
    await receive.ingest({ messages, lossy: false });
    const [whole, cut] = appended[0]?.deadLetters ?? [];
    expect(whole?.raw).toBe(bad(500_000));
    expect(cut?.raw).toBe(bad(32_767));
    expect(cut?.reason).toMatch(/over 1048576 bytes.* Only its first 65536 bytes are kept\./);
  });

  it('stops nothing if the decoder itself fails, and its error reveals no payload', async () => {
    decode = (message) => {
      if (message.text.includes('bomb')) throw new TypeError('bad value hunter2');
      return televibe.decode(message);
    };
    await receive.ingest({ messages: [raw('bomb'), good('e1')], lossy: false });
    expect(appended[0]?.candidates).toHaveLength(1);
    expect(appended[0]?.deadLetters).toEqual([]);
    const [again] = appended[0]?.again ?? [];
    expect(JSON.parse(again?.message ?? '')).toMatchObject({ text: 'bomb' });
    expect(JSON.stringify(logged)).not.toContain('hunter2');
  });
});

describe('an event that names thousands of others', () => {
  it('is ingested with its first hundred links; the rest is counted and logged', async () => {
    const links = Array.from({ length: 7_700 }, (_, at) => ({ of: `plan:${at}`, to: 'project:p' }));
    decode = (message) => {
      const decoded = televibe.decode(message);
      return decoded && { ...decoded, links };
    };
    await receive.ingest({ messages: [good('e1')], lossy: true });
    expect(appended[0]?.candidates[0]?.links).toEqual(links.slice(0, 100));
    expect(counted).toContainEqual(['links', 'televibe', 7_600]);
    expect(logged).toContainEqual({
      name: 'event_links_left_out',
      fields: { dialect: 'televibe', type: 'job.started', leftOut: 7_600 },
    });
  });
});
