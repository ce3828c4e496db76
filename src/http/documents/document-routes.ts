// GET /openapi.json, /asyncapi.json and /docs: what the HTTP API and the bus offer, for programs and for people. They
// hold nothing secret, so they are open to all.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { defined } from '../../runtime/defined.ts';
import { asyncApiDocument } from './async/asyncapi.ts';
import { createFormats, type DocumentedDialect } from './formats.ts';
import { openApiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';
import { documentPage, PAGE_POLICY } from './page/page.ts';
import type { RecordedRoute } from './recorded-routes.ts';

interface Deps {
  /** All routes; complete once the server listens. */
  readonly recorded: readonly RecordedRoute[];
  readonly dialects: readonly DocumentedDialect[];
  /** The streams of logs, by job: a glob. */
  readonly logStreams: string;
  readonly publicUrl?: string;
}

const OPEN_API: Operation = {
  id: 'getOpenApi',
  summary: 'This document',
  description: 'What the HTTP API offers, as OpenAPI 3.1. It changes only with the version.',
  ...documentAnswers(z.looseObject({ openapi: z.string() })),
};

const ASYNC_API: Operation = {
  id: 'getAsyncApi',
  summary: 'Bus and streams',
  description:
    'The channels and streams on Redis, and the messages of event streams and sockets, as AsyncAPI 3.0. It changes only with the version.',
  ...documentAnswers(z.looseObject({ asyncapi: z.string() })),
};

function documentAnswers(schema: z.ZodType) {
  return {
    tag: 'state',
    headers: z.object({
      'if-none-match': z
        .string()
        .optional()
        .meta({ description: 'The ETag of the document that is known.', examples: ['"a1b2c3"'] }),
    }),
    answers: {
      200: {
        description: 'The document.',
        content: { 'application/json': schema },
        headers: { ETag: 'Changes with the document.' },
      },
      304: { description: 'It is the one that is known.' },
    },
  } satisfies Omit<Operation, 'id' | 'summary' | 'description'>;
}

export function registerDocuments(app: FastifyInstance, deps: Deps): void {
  const { recorded, dialects, logStreams } = deps;
  const url = defined({ url: deps.publicUrl });
  const document = () => openApiDocument(recorded, url);
  const asyncDocument = () =>
    asyncApiDocument({ routes: recorded, formats: createFormats(dialects), logStreams, ...url });
  const openApi = served(() => JSON.stringify(document()), JSON_HEADERS);
  app.get('/openapi.json', { config: { operation: OPEN_API } }, openApi);
  const asyncApi = served(() => JSON.stringify(asyncDocument()), JSON_HEADERS);
  app.get('/asyncapi.json', { config: { operation: ASYNC_API } }, asyncApi);
  app.get(
    '/docs',
    served(() => documentPage(document()), PAGE_HEADERS),
  );
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** A document never changes while the program runs; it is made when somebody first asks. */
function served(make: () => string, headers: Readonly<Record<string, string>>) {
  let made: { readonly text: string; readonly etag: string } | undefined;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    made ??= withTag(make());
    // Kept by clients, who ask each time whether it is still the same.
    reply.header('cache-control', 'no-cache').header('etag', made.etag);
    if (isKnown(request, made.etag)) return reply.code(304).send();
    return reply.headers(headers).send(made.text);
  };
}

function withTag(text: string) {
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** Tags are compared weakly (RFC 9110, 13.1.2): proxies that compress make them weak. */
function isKnown({ headers }: FastifyRequest, etag: string): boolean {
  const given = headers['if-none-match'] ?? '';
  return given.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
