// Any event of any dialect through the delivery and the pipeline shape, and back.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { delivery } from '../../../src/dialects/delivery/codec.ts';
import type { Decoded, Dialect } from '../../../src/dialects/dialect.ts';
import { pipeline } from '../../../src/dialects/pipeline/codec.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { canonicalEvents } from '../../helpers/any-event.ts';
import { decodeWith } from '../../helpers/decoded.ts';

/** Types that the pipeline's spelling is about. */
const type = fc.constantFrom('heartbeat', 'job.tool_started', 'a_b.c', 'a_b', 'a.b_c.d', 'stage');
const events = fc.oneof(
  canonicalEvents,
  fc.tuple(canonicalEvents, type).map(([event, other]) => ({ ...event, type: other })),
);

/** What means something in the messages, with whatever is in them. */
const NAMES = [
  ...['event_id', 'type', 'timestamp', 'data', 'source', 'version', 'jobwire', '__proto__'],
  ...['correlation_id', 'causation_id', 'job_id', 'session_id', 'project_id', 'repository_id'],
  ...['ts', 'event_type', 'stage', 'status', 'message', 'payload', 'metadata'],
];
const value = fc.oneof(fc.string(), fc.constantFrom('', null, 5), fc.jsonValue({ maxDepth: 2 }));
const messages = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), value), { maxLength: 6 })
  .map((fields): JsonObject => JSON.parse(JSON.stringify(Object.fromEntries(fields))));

function throughJson(dialect: Dialect, event: CanonicalEvent): CanonicalEvent {
  const about = event.jobId === undefined ? {} : { jobId: event.jobId };
  return decodeWith(dialect, dialect.encode(event), dialect === pipeline ? { about } : {}).event;
}

describe.each([delivery, pipeline])('the $name shape', (dialect) => {
  test.prop([events], { numRuns: 500 })('keeps every event of every dialect whole', (event) => {
    const own = { ...event, dialect: dialect.name };
    expect(throughJson(dialect, event)).toEqual(own);
    expect(throughJson(dialect, own)).toEqual(own);
  });

  test.prop([messages, fc.string({ minLength: 1 })], { numRuns: 300 })(
    'reads or refuses any message; what it read it writes again, with no leftovers of its own',
    (odd, jobId) => {
      const message = { timestamp: 5, ...odd, type: 'job.x' };
      let decoded: Decoded;
      try {
        decoded = decodeWith(dialect, message, { about: { jobId } });
      } catch (error) {
        expect(error).toMatchObject({ name: 'JobwireError', code: 'decode_failed' });
        return;
      }
      const { event, identity } = decoded;
      expect(throughJson(dialect, event)).toEqual(event);
      const isItsOwn = identity === 'id' && !Object.hasOwn(message, 'jobwire');
      if (isItsOwn) expect(dialect.encode(event)).not.toHaveProperty('jobwire');
    },
  );
});
