// The dashboard: one shell for all its pages, and the files that it loads. Served from memory, by exact names, so that
// no path leads out of them. The shell shows nothing by itself and needs no token.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOT_FOUND, type Problem, sendProblem } from '../request/problem.ts';
import { acceptedEncoding } from './accepted-encoding.ts';
import { pageHeaders } from './page-headers.ts';

/** Contract: the built files by name, some also compressed (`main-4YH7.js.br`). Empty: there is no dashboard. */
export type WebFiles = () => Promise<ReadonlyMap<string, Buffer>>;

interface Deps {
  readonly files: WebFiles;
  /** The origins of pages that may show it in a frame, besides Telegram. */
  readonly framedBy?: readonly string[];
}

/** The client decides which page it shows: src/web/shell/routes.ts. */
const PAGES = [
  ...['/', '/jobs', '/jobs/:id', '/approvals', '/approvals/:id', '/standing'],
  ...['/search', '/charts', '/letters', '/people', '/tokens'],
];
const SHELL = 'index.html';
const ASSETS = '/assets/:name';
const YEAR_S = 31_536_000;
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ftl: 'text/plain; charset=utf-8',
};

export function registerDashboard(app: FastifyInstance, { files, framedBy }: Deps): void {
  const headers = pageHeaders(framedBy);
  let loaded: Promise<ReadonlyMap<string, Buffer>> | undefined;

  async function send(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    name: string,
    missing: Problem,
  ): Promise<FastifyReply> {
    loaded ??= files().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    const all = await loaded;
    const type = TYPES[name.split('.').at(-1) ?? ''];
    const plain = all.get(name);
    if (plain === undefined || type === undefined) {
      return sendProblem(reply.header('cache-control', 'no-store'), missing);
    }
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    const packed = encoding && all.get(`${name}.${encoding.extension}`);
    if (packed) reply.header('content-encoding', encoding.name);
    const vary = [reply.getHeader('vary'), 'Accept-Encoding'].flat().filter(Boolean).join(', ');
    return reply.headers({ 'content-type': type, vary }).send(packed ?? plain);
  }

  for (const page of PAGES) {
    app.get(page, (request, reply) => {
      reply.headers(headers).header('cache-control', 'no-cache');
      return send({ request, reply }, SHELL, NOT_BUILT);
    });
  }

  // Their names change with their contents.
  app.get<{ Params: { name: string } }>(ASSETS, (request, reply) => {
    reply.headers({
      'cache-control': `public, max-age=${YEAR_S}, immutable`,
      'x-content-type-options': 'nosniff',
    });
    return send({ request, reply }, request.params.name, NOT_FOUND);
  });
}

const NOT_BUILT: Problem = {
  code: 'not_found',
  detail: 'This installation has no dashboard; expected the files in dist/web, from: npm run build',
};
