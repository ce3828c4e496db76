import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { jobKey } from '../../../../src/jobs/job-key.ts';
import {
  type LookAction,
  readLook,
  sessionName,
  writeLook,
} from '../../../../src/telegram/commands/looking/look-action.ts';

const page = fc.nat({ max: 36 ** 3 });
const key = fc.string().map((id) => jobKey('shop', id));
const session = fc.string().map((sessionId) => sessionName({ projectId: 'shop', sessionId }));
const list = fc.record({ session, page }, { requiredKeys: ['page'] });
const position = fc
  .tuple(fc.nat({ max: 2 ** 45 }), fc.nat({ max: 2 ** 31 - 1 }))
  .map((numbers) => numbers.join('-'));
const of = fc.oneof(
  fc.constant({ kind: 'everything' } as const),
  key.map((one) => ({ kind: 'job', key: one }) as const),
  fc.string({ minLength: 1, maxLength: 10 }).map((id) => ({ kind: 'project', id }) as const),
);
const at = fc.record({ side: fc.constantFrom('older' as const, 'newer' as const), position });
const action: fc.Arbitrary<LookAction> = fc.oneof(
  list.map((one) => ({ show: 'jobs', list: one }) as const),
  page.map((one) => ({ show: 'sessions', page: one }) as const),
  fc.record(
    { show: fc.constant('job' as const), job: key, from: list, stops: fc.constant(true as const) },
    { requiredKeys: ['show', 'job'] },
  ),
  fc
    .record({ of, count: fc.integer({ min: 1, max: 30 }), at }, { requiredKeys: ['of', 'count'] })
    .map((history) => ({ show: 'history', history }) as const),
);

describe('a page', () => {
  test.prop([action])('is whole in the data of its button, which fit', (one) => {
    const data = writeLook(one);
    const isLong = one.show === 'history' && one.history.of.kind === 'project';
    if (data === undefined) expect(isLong).toBe(true);
    else {
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(readLook(data)).toEqual(one);
    }
  });

  test.prop([fc.string().map((text) => `l:${text}`)])('is read from nothing else', (data) => {
    const read = readLook(data);
    if (read !== undefined) expect(writeLook(read)).toBeDefined();
  });

  it.each([
    'l:l:',
    'l:l:.',
    'l:l:s1.0',
    'l:n:',
    'l:n:-1',
    'l:o:short:',
    'l:o:../../../../../etc:',
    'l:h:=:f:q',
    'l:h:<:f:*',
    'l:h:=1-1:f:*',
    'l:h:=:f:p',
    'j:log:x',
    'l:z:1',
  ])('%s is none', (data) => expect(readLook(data)).toBeUndefined());
});
