// Every wire format, one line each. Nothing else in the program knows a dialect.
import { JobwireError } from '../errors.ts';
import type { Dialect } from './dialect.ts';
import { televibe } from './televibe/codec.ts';

const ALL_DIALECTS: readonly Dialect[] = [televibe];

/** Throws `bug` for a name that no dialect has. */
export function dialectNamed(name: string): Dialect {
  const dialect = ALL_DIALECTS.find((candidate) => candidate.name === name);
  if (dialect !== undefined) return dialect;
  const known = ALL_DIALECTS.map((candidate) => candidate.name).join(', ');
  throw new JobwireError('bug', `There is no dialect "${name}"; the known ones are: ${known}.`);
}
