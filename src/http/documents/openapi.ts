// The OpenAPI 3.1 document, made of what the routes say about themselves.
import type { z } from 'zod';
import { defined } from '../../runtime/defined.ts';
import { sessionCookieName } from '../access/cookie.ts';
import type { Demand } from '../access/gate.ts';
import { PROBLEM_TYPE } from '../request/problem.ts';
import { type Components, createComponents, type Json } from './json-schema.ts';
import { type BodyTypes, type OperationAnswer, TAGS } from './operation.ts';
import { OTHER_PROBLEM, type ProblemAnswer, problemAnswersOf } from './problem-answers.ts';
import type { RecordedRoute } from './recorded-routes.ts';

const DESCRIPTION = `Events of jobs, live and stored; requests for approval and the decisions on them; the logs of jobs.

Authenticate with \`Authorization: Bearer <token>\`; \`jobwire token create NAME --scopes read,publish\` makes one. Browsers sign in with \`POST /api/v1/session\` and use a cookie. Each operation names the scope that it needs; \`admin\` includes all others. What a caller may not see does not exist for them: 404, never 403.

Errors are \`application/problem+json\` (RFC 9457). \`type\` is stable; \`detail\` says what was wrong, what was expected, and gives an example. GET routes answer HEAD as well, unless they stream. Times are RFC 3339 in UTC. Answers and events may get further fields.

Each caller has so many requests a minute: \`RateLimit-Policy: "default";q=30000;w=60\`, and \`RateLimit: "default";r=7499;t=1\` says that 7499 may follow at once and that there is one more after a second. One too many gets 429 with \`Retry-After\`, an event stream 200 with \`retry:\` and the end.`;

interface Shown {
  /** Where clients reach the server; absent: where they got the document. */
  readonly url?: string;
}

export function openApiDocument(routes: readonly RecordedRoute[], { url = '/' }: Shown): Json {
  const components = createComponents();
  const responses: Record<string, Json> = {};
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    paths[route.path] = { ...path, [route.method]: operationOf(route, { components, responses }) };
  }
  responses.Other = responseOf(components, {
    description: 'A request that is not HTTP, or too slow: 400, 408, 431.',
    content: { [PROBLEM_TYPE]: OTHER_PROBLEM },
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'jobwire',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: securitySchemes(url),
      responses,
      schemas: components.named,
    },
  };
}

/** What operations have in common. */
interface Shared {
  readonly components: Components;
  readonly responses: Record<string, Json>;
}

function operationOf(route: RecordedRoute, shared: Shared): Json {
  const { operation, guard } = route;
  const { components } = shared;
  const parameters = [
    ...parametersOf('path', operation.path, components),
    ...parametersOf('query', operation.query, components),
    ...parametersOf('header', operation.headers, components),
  ];
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    security: guard === undefined ? [] : securityOf(guard),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: contentOf(components, operation.body, 'input') },
        }),
    responses: answersOf(route, shared),
  };
}

/** One of these is enough. */
function securityOf(guard: Demand): Json[] {
  switch (guard.kind) {
    case 'scope': {
      const roles = [guard.scope];
      const ticket = guard.takesTickets ? [{ ticket: roles }] : [];
      return [{ token: roles }, { cookie: roles }, ...ticket];
    }
    case 'session':
      return [{ cookie: [] }, { token: [] }];
  }
}

function securitySchemes(url: string): Json {
  return {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'A token with the named scope, or the access_token of a session.',
    },
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: sessionCookieName(url),
      description:
        'The session of a browser, from POST /api/v1/session. Without https the name has no `__Host-`. Only pages of this server may change something with it.',
    },
    ticket: {
      type: 'apiKey',
      in: 'query',
      name: 'ticket',
      description: 'From POST /api/v1/tickets: it opens one stream or socket, once, within 30 s.',
    },
  };
}

function answersOf(route: RecordedRoute, { components, responses }: Shared): Json {
  const answers: Record<string, Json> = {};
  for (const problem of problemAnswersOf(route)) {
    const name = nameOf(problem);
    // Most routes share theirs, and making one takes a millisecond.
    responses[name] ??= responseOf(components, {
      description: problem.description,
      content: { [PROBLEM_TYPE]: problem.schema },
      headers: problem.headers,
    });
    answers[problem.status] = { $ref: `#/components/responses/${name}` };
  }
  // A status that is both, like the 503 of /readyz, is the answer of the route.
  for (const [status, answer] of Object.entries(route.operation.answers)) {
    answers[status] = responseOf(components, answer);
  }
  return { ...answers, default: { $ref: '#/components/responses/Other' } };
}

/** Refusals with members of their own are named after all of them, so that no two of a name differ. */
function nameOf({ status, codes, schema }: ProblemAnswer): string {
  const members = Object.keys((schema as z.ZodObject).shape).slice(OWN_MEMBERS);
  return [status, ...codes, ...members].join('_').replace(/^\d+/, 'Problem$&');
}

/** type, title, status, detail and errors. */
const OWN_MEMBERS = 5;

function responseOf(components: Components, answer: OperationAnswer): Json {
  const { description, content, headers = {} } = answer;
  const described = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) }),
    ...(content === undefined ? {} : { content: contentOf(components, content, 'output') }),
  };
}

function contentOf(components: Components, content: BodyTypes, io: 'input' | 'output'): Json {
  const entries = Object.entries(content).map(([type, schema]) => {
    const { examples, ...rest } = components.schemaOf(schema, io);
    return [type, { schema: rest, ...examplesOf(examples) }];
  });
  return Object.fromEntries(entries);
}

/** Tools show those of a body, and pass over those of its schema. */
function examplesOf(examples: unknown): Json {
  if (!Array.isArray(examples)) return {};
  const named = examples.map((value, at) => [`example${at + 1}`, { value }]);
  return { examples: Object.fromEntries(named) };
}

function parametersOf(
  where: 'path' | 'query' | 'header',
  schema: z.ZodObject | undefined,
  components: Components,
): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.schemaOf(schema, 'input');
  return Object.entries(properties as Record<string, Json>).map(([name, parameter]) => {
    const { description, examples, ...rest } = parameter;
    const [example] = Array.isArray(examples) ? examples : [];
    return {
      name,
      in: where,
      required: where === 'path' || (required as string[]).includes(name),
      ...defined({ description, example }),
      schema: rest,
    };
  });
}
