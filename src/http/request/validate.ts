// Validates the input of a request: every problem is named, with what was expected and an example.
import type { z } from 'zod';
import { isDeeperThan } from '../../event/json-depth.ts';
import type { Problem } from './problem.ts';

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problem: Problem };

interface ProblemContext {
  readonly status: number;
  /** The name of the input as a whole. */
  readonly whole: string;
}

/** Less than events may be, because some bodies become a part of one. */
const DEPTH_LIMIT = 90;

export function parseInput<T>(
  schema: z.ZodType<T>,
  input: unknown,
  { status, whole }: ProblemContext,
): Parsed<T> {
  if (isDeeperThan(input, DEPTH_LIMIT)) return { kind: 'invalid', problem: tooDeep(status) };
  const result = schema.safeParse(input);
  if (result.success) return { kind: 'parsed', value: result.data };
  const errors = result.error.issues.map(({ path, message }) => ({
    name: path.join('.') || whole,
    detail: message,
  }));
  const detail = errors.map((error) => `${error.name}: ${error.detail}`).join('; ');
  return { kind: 'invalid', problem: { status, code: 'input_invalid', detail, errors } };
}

function tooDeep(status: number): Problem {
  const detail = `The body is nested more than ${DEPTH_LIMIT} levels deep; expected at most that many.`;
  return { status, code: 'input_invalid', detail };
}
