// Validates the input of a request: every problem is named, with what was expected and an example.
import type { z } from 'zod';
import type { Problem } from './problem.ts';

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problem: Problem };

interface ProblemContext {
  readonly status: number;
  /** The name of the input as a whole. */
  readonly whole: string;
}

export function parseInput<T>(
  schema: z.ZodType<T>,
  input: unknown,
  { status, whole }: ProblemContext,
): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) return { kind: 'parsed', value: result.data };
  const errors = result.error.issues.map(({ path, message }) => ({
    name: path.join('.') || whole,
    detail: message,
  }));
  const detail = errors.map((error) => `${error.name}: ${error.detail}`).join('; ');
  return { kind: 'invalid', problem: { status, code: 'input_invalid', detail, errors } };
}
