// The refusals of a route, as the OpenAPI document has them: those that follow from its scope and its input, and
// those that it names.
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { PROBLEM_TYPE, type ProblemCode, REFUSALS, type RefusalCode } from '../request/problem.ts';
import type { OperationAnswer } from './operation.ts';
import type { RecordedRoute } from './recorded-routes.ts';

export interface ProblemAnswer {
  readonly status: number;
  readonly codes: readonly ProblemCode[];
  readonly description: string;
  readonly schema: z.ZodType;
  readonly headers: Readonly<Record<string, string>>;
}

/** Members that codes have beside those of every problem. */
type Codes = Map<ProblemCode, z.ZodRawShape>;

const RETRY = { 'Retry-After': 'Seconds after which it may be tried again.' };

/** What refusals of these statuses have beside their body. */
const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'How to authenticate: `Bearer realm="jobwire"`.' },
  403: { 'WWW-Authenticate': 'With `scope_missing`: the scope that is needed.' },
  429: { ...RETRY, RateLimit: 'With `too_many_requests`: what is left, and when there is more.' },
  503: RETRY,
};

/** What may go wrong anywhere. */
const FAILURES = ['bug', 'stored_unreadable'] as const;

/** These differ in their status only. */
const WITH_BODY = [413, 415, 422];

export function problemAnswersOf(route: RecordedRoute): ProblemAnswer[] {
  const byStatus = new Map<number, Codes>();
  const add = (status: number, code: ProblemCode, members: z.ZodRawShape = {}) => {
    const codes: Codes = byStatus.get(status) ?? new Map();
    byStatus.set(status, codes.set(code, members));
  };
  for (const code of FAILURES) add(500, code);
  for (const status of inputStatuses(route)) add(status, 'input_invalid');
  for (const code of guardRefusals(route)) add(REFUSALS[code], code);
  if (route.guard !== undefined || route.operation.body !== undefined) add(503, 'unavailable');
  for (const [code, members] of Object.entries(route.operation.refusals ?? {})) {
    if (isRefusalCode(code)) add(REFUSALS[code], code, members);
  }
  const statuses = [...byStatus].sort(([a], [b]) => a - b);
  return statuses.map(([status, codes]) => answerOf(status, codes));
}

function inputStatuses({ operation: { path, query, body } }: RecordedRoute): number[] {
  const hasInput = path !== undefined || query !== undefined || body !== undefined;
  return [
    ...(hasInput ? [400] : []),
    ...(path === undefined ? [] : [414]),
    ...(body === undefined ? [] : WITH_BODY),
  ];
}

/** Those of the guards that every request passes. */
function guardRefusals({ guard }: RecordedRoute): RefusalCode[] {
  const ofAll: RefusalCode[] = ['origin_refused', 'host_unknown'];
  if (guard === undefined) return ofAll;
  const tooMany: RefusalCode[] = ['too_many_guesses', 'too_many_requests'];
  if (guard.kind === 'session') return [...ofAll, 'unauthenticated', ...tooMany];
  const unknown = guard.unauthenticated === 'hide' ? 'not_found' : 'unauthenticated';
  const unfit = guard.scope === 'read' ? 'not_found' : 'scope_missing';
  return [...ofAll, unknown, unfit, ...tooMany];
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}

function answerOf(status: number, codes: Codes): ProblemAnswer {
  const names = [...codes.keys()].sort();
  const members = Object.assign({}, ...codes.values());
  return {
    status,
    codes: names,
    description: `${STATUS_CODES[status]}: ${names.join(', ')}.`,
    schema: problemSchema({ status, names, members }),
    headers: HEADERS[status] ?? {},
  };
}

/** Also of what is left out of every operation: requests that are no HTTP. */
export const OTHER_PROBLEM = z
  .object({
    type: z.string().meta({ description: 'Stable, one for each kind of problem.' }),
    title: z.string().meta({ description: 'The name of the status.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong, what was expected, and an example.' }),
  })
  .meta({
    examples: [
      {
        type: 'urn:jobwire:problem:input_invalid',
        title: 'Bad Request',
        status: 400,
        detail: 'The request can not be understood; expected HTTP/1.1, like GET /events.',
      },
    ],
  });

const inputErrors = z
  .array(
    z.object({
      name: z.string().exactOptional().meta({ description: 'Name of a parameter or field.' }),
      index: z.int().exactOptional().meta({ description: 'Position in a list, from 0.' }),
      detail: z.string(),
    }),
  )
  .exactOptional()
  .meta({ description: 'One for each invalid input.' });

/** A failure that only one route has. */
export function problemAnswer(status: number, code: ProblemCode): OperationAnswer {
  const schema = problemSchema({ status, names: [code], members: {} });
  return {
    description: `${STATUS_CODES[status]}: ${code}.`,
    content: { [PROBLEM_TYPE]: schema },
  };
}

interface Variant {
  readonly status: number;
  readonly names: readonly ProblemCode[];
  readonly members: z.ZodRawShape;
}

function problemSchema({ status, names, members }: Variant): z.ZodType {
  const optional = Object.entries(members).map(([name, schema]) => [name, z.optional(schema)]);
  return z.object({
    ...OTHER_PROBLEM.shape,
    type: z.enum(names.map((name) => `urn:jobwire:problem:${name}`)),
    title: z.literal(STATUS_CODES[status] ?? ''),
    status: z.literal(status),
    errors: inputErrors,
    ...Object.fromEntries(optional),
  });
}
