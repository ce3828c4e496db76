// The codec against whatever JSON there is.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { televibe } from '../../../src/dialects/televibe/codec.ts';
import { aggregateOf } from '../../../src/event/aggregate.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { decodeWith } from '../../helpers/decoded.ts';

const FIELDS = [
  'event_id',
  'event_type',
  'timestamp',
  'source',
  'project_id',
  'session_id',
  'job_id',
  'data',
  'visibility',
  'recipients',
];

function decode(message: unknown): CanonicalEvent {
  return decodeWith(televibe, message, { arrivedAt: 1 }).event;
}

describe('any televibe message', () => {
  const id = fc.string({ minLength: 1, maxLength: 20 });
  const someFields = fc.record(
    { projectId: id, sessionId: id, jobId: id, stage: id, correlationId: id, causationId: id },
    { requiredKeys: [] },
  );
  const jsonObject = fc
    .dictionary(fc.string(), fc.jsonValue())
    .map((value): JsonObject => JSON.parse(JSON.stringify(value)));
  const known = /^(event_id|event_type|timestamp|source|(project|session|job)_id|data)$/;
  const reserved = /^(visibility|recipients|stage|(correlation|causation)_id)$/;
  const events = fc
    .record({
      id,
      type: fc.stringMatching(/^[a-z_]{1,10}(\.[a-z_]{1,10}){1,2}$/),
      time: fc
        .date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      source: fc.record({ component: id, instanceId: id }, { requiredKeys: ['component'] }),
      fields: someFields,
      visibility: fc.constantFrom('public' as const, 'internal' as const),
      recipients: fc.oneof(fc.constant('all' as const), fc.array(fc.maxSafeInteger())),
      data: jsonObject,
      extras: jsonObject,
    })
    .map(({ fields, extras, ...rest }): CanonicalEvent => {
      const extensions = Object.fromEntries(
        Object.entries(extras).filter(([name]) => !known.test(name) && !reserved.test(name)),
      );
      return {
        ...rest,
        ...fields,
        aggregate: aggregateOf(fields),
        ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
        dialect: 'televibe',
      };
    });

  test.prop([events])('keeps everything through writing and reading', (event) => {
    expect(decode(televibe.encode(event))).toEqual(event);
  });

  test.prop([fc.jsonValue()])('reads or refuses any JSON, and never breaks', (value) => {
    for (const field of [...FIELDS, 'unknown']) {
      try {
        decode({ event_id: 'e', event_type: 'job.x', [field]: value });
      } catch (error) {
        expect(error).toMatchObject({ code: 'decode_failed' });
      }
    }
  });
});
