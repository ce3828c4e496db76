// Any event, in any dialect's shape, becomes the same event again.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { build } from '../../src/dialects/build/codec.ts';
import { cloudevents } from '../../src/dialects/cloudevents/codec.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { jobs } from '../../src/dialects/jobs/codec.ts';
import { canonicalEvents } from '../helpers/any-event.ts';
import { decodeWith } from '../helpers/decoded.ts';

const DIALECTS: readonly Dialect[] = [jobs, build, cloudevents];

describe.each(DIALECTS)('any event in the shape of $name', (dialect) => {
  test.prop([canonicalEvents], { numRuns: 500 })('is the same event again', (event) => {
    const decoded = decodeWith(dialect, dialect.encode(event));
    const { raw: _raw, ...found } = decoded.event;
    expect(found).toEqual({ ...event, dialect: dialect.name });
    expect(decoded.identity).toBe('id');
  });

  test.prop([fc.jsonValue(), fc.constantFrom('payload', 'data', 'jobwire')])(
    'is read or refused, and never breaks',
    (value, field) => {
      const least = { type: 'x.y', specversion: '1.0', id: 'i', source: '/s', job_id: 'j' };
      const message = { ...least, payload: { id: 'j' }, [field]: value };
      for (const written of [value, message]) {
        try {
          decodeWith(dialect, JSON.stringify(written));
        } catch (error) {
          expect(error).toMatchObject({ code: 'decode_failed' });
        }
      }
    },
  );
});
