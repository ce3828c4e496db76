// Any event, in any dialect's shape, becomes the same event again.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.ts';
import { defined } from '../../src/runtime/defined.ts';
import { canonicalEvents } from '../helpers/any-event.ts';
import { decodeWith } from '../helpers/decoded.ts';

/** In televibe the generated events may be its own, written without leftovers, which has a test of its own. */
const DIALECTS = ALL_DIALECTS.filter(({ name }) => name !== 'televibe');

describe.each(DIALECTS)('any event in the shape of $name', (dialect) => {
  test.prop([canonicalEvents], { numRuns: 500 })('is the same event again', (event) => {
    const decoded = decodeWith(dialect, dialect.encode(event), {
      about: { ...defined({ jobId: event.jobId }) },
    });
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
