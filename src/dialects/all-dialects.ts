// Every wire format, one line each. Nothing else in the program knows a dialect.
import { lacksJob } from '../event/event-types.ts';
import { JobwireError } from '../runtime/errors.ts';
import { build } from './build/codec.ts';
import { cloudevents } from './cloudevents/codec.ts';
import { delivery } from './delivery/codec.ts';
import type { Decoded, Dialect, RawMessage } from './dialect.ts';
import { decodeError } from './fields.ts';
import { jobs } from './jobs/codec.ts';
import { pipeline } from './pipeline/codec.ts';
import { televibe } from './televibe/codec.ts';

export const ALL_DIALECTS: readonly Dialect[] = [
  televibe,
  jobs,
  delivery,
  pipeline,
  build,
  cloudevents,
];

/** Throws `bug` for an unknown name. */
export function dialectNamed(name: string): Dialect {
  const dialect = ALL_DIALECTS.find((candidate) => candidate.name === name);
  if (dialect !== undefined) return dialect;
  const known = ALL_DIALECTS.map((candidate) => candidate.name).join(', ');
  throw new JobwireError('bug', `unknown dialect "${name}"; known are: ${known}`);
}

/** Attributes of CloudEvents have no underscores. */
const JOB_FIELDS: Readonly<Record<string, string>> = { cloudevents: 'jobid' };

/** Decodes a message by the dialect that it names. Throws `decode_failed`; also for an event that belongs to nothing. */
export function decode(message: RawMessage): Decoded | undefined {
  const decoded = dialectNamed(message.dialect).decode(message);
  if (decoded === undefined || !lacksJob(decoded.event)) return decoded;
  const field = JOB_FIELDS[message.dialect] ?? 'job_id';
  throw decodeError(
    `The event is about a job by its type, but names neither a job nor a session; expected the id of its job, like {"${field}": "j1"}.`,
  );
}
