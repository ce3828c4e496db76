// Every wire format, one line each. Nothing else in the program knows a dialect.
import { JobwireError } from '../runtime/errors.ts';
import { build } from './build/codec.ts';
import { cloudevents } from './cloudevents/codec.ts';
import { delivery } from './delivery/codec.ts';
import type { Decoded, Dialect, RawMessage } from './dialect.ts';
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

/** Decodes a message by the dialect that it names. */
export function decode(message: RawMessage): Decoded | undefined {
  return dialectNamed(message.dialect).decode(message);
}
