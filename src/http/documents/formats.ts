// The formats of events, as documents show them.
import { z } from 'zod';
import type { Dialect } from '../../dialects/dialect.ts';
import { JobwireError } from '../../runtime/errors.ts';

/** What a dialect says about its messages. */
export type DocumentedDialect = Pick<Dialect, 'name' | 'sources' | 'accepts' | 'writes'>;

export interface Formats {
  readonly all: readonly DocumentedDialect[];
  /** A message that jobwire accepts in this dialect. */
  accepted(dialect: string): z.ZodType;
  /** A message that jobwire writes. */
  written(dialect: string): z.ZodType;
}

export function createFormats(all: readonly DocumentedDialect[]): Formats {
  function named(name: string): DocumentedDialect {
    const found = all.find((dialect) => dialect.name === name);
    if (found !== undefined) return found;
    throw new JobwireError('bug', `there is no dialect "${name}" to document`);
  }
  return {
    all,
    accepted: (name) => named(name).accepts,
    written: (name) => named(name).writes ?? named(name).accepts,
  };
}

/** The first example of a schema, as JSON on one line. */
export function exampleOf(schema: z.ZodType): string {
  const { examples } = z.globalRegistry.get(schema) ?? {};
  return JSON.stringify(Array.isArray(examples) ? examples[0] : {});
}
