// The forms in which an entry of a stream may hold a message.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { delivery } from '../../../src/dialects/delivery/codec.ts';
import { entryText } from '../../../src/dialects/delivery/entry.ts';
import { decodeWith, refusalOf } from '../../helpers/decoded.ts';

const decode = (message: unknown) => decodeWith(delivery, message).event;
const decodeEntry = (fields: Record<string, string>) =>
  decode(entryText(new Map(Object.entries(fields))));

const full = {
  event_id: 'e1',
  type: 'pr.created',
  timestamp: '2026-03-02T20:01:00Z',
  data: { pull_request_id: 'r1' },
};

describe('the fields of an entry', () => {
  const whole = JSON.stringify(full);

  it.each([
    [{ event: whole }],
    [{ data: whole }],
    [{ payload: whole }],
    [{ event: 'x', payload: whole, at: '5' }],
    [{ type: 'pr.created', event: whole }],
  ])('%j hold the message as text', (fields: Record<string, string>) => {
    expect(decodeEntry(fields)).toEqual(decode(full));
  });

  it('are those of the message, one by one', () => {
    const fields = { event_id: 'e1', type: 'pr.created', timestamp: full.timestamp };
    const none = { correlation_id: '', causation_id: 'null', job_id: '', version: '1' };
    const data = '{"type":"inner","pull_request_id":"r1"}';
    const source = '{"component":"pr"}';
    expect(decodeEntry({ ...fields, ...none, data, source, note: '' })).toEqual(
      decode({
        ...full,
        data: JSON.parse(data),
        source: { component: 'pr' },
        version: '1',
        note: '',
      }),
    );
    expect(decodeEntry(fields).data).toEqual({});
  });

  it.each([
    {},
    { event: '[]' },
    { data: '{"type":7}' },
    { type: 'pr.created', data: 'text' },
    { type: 'pr.created', data: '[]', correlation_id: '' },
    { type: 'pr.created', data: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}` },
  ])('in no known form are shown as they are, and refused (%#)', (fields) => {
    const text = entryText(new Map(Object.entries(fields)));
    expect(JSON.parse(text)).toEqual(fields);
    expect(refusalOf(delivery, text)).toMatch(/type must be|data must be/);
  });

  const name = fc.constantFrom('event', 'data', 'payload', 'type', 'event_id', 'timestamp');
  const other = fc.constantFrom('source', 'jobwire', 'correlation_id', '__proto__', 'x');
  const text = fc.oneof(fc.string(), fc.json(), fc.constantFrom('pr.x', '{}', '{"type":"a.b"}'));
  test.prop([fc.dictionary(fc.oneof(name, other), text)], { numRuns: 500 })(
    'are read or refused, whatever they are',
    (fields) => {
      try {
        expect(decodeEntry(fields).type).not.toBe('');
      } catch (error) {
        expect(error).toMatchObject({ name: 'JobwireError', code: 'decode_failed' });
      }
    },
  );
});
