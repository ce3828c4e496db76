// What RFC 9112 asks of a server beside its parser, with answers like all others: a version, a target, one host and a
// length that every proxy in front reads in the same way, and no expectation but 100-continue.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Problem, sendProblem, writeProblem } from './problem.ts';

const refused = (detail: string, status = 400): Problem => ({
  status,
  code: 'input_invalid',
  detail,
});

const WRONG_VERSION = refused(
  'The request has an HTTP version that is not served here; expected HTTP/1.1, like GET /events HTTP/1.1.',
);
const WRONG_TARGET = refused(
  'The request has a target that is no path and no address of this server; expected a path, like GET /events HTTP/1.1.',
);
const WRONG_HOST = refused(
  'The request names no host, several, or none that could be one; expected one header like Host: localhost:8080, and the same host in an absolute target.',
);
const WRONG_ENCODING = refused(
  'The length of the body is unclear; expected Content-Length: 52, or in HTTP/1.1 Transfer-Encoding: chunked and nothing else.',
);
const UNKNOWN_EXPECTATION = refused(
  'The request expects what this server does not offer; expected Expect: 100-continue.',
  417,
);

export interface StrictHttp {
  /** Call it before all other hooks, and before the server listens. */
  watch(app: FastifyInstance): void;
  /** Answers a request that must not count, and ends its connection; `undefined` for any other. */
  refuse(request: IncomingMessage, reply: FastifyReply): FastifyReply | undefined;
}

/**
 * Node's own check of Host must be off, because it answers without a body. Whoever wrote a request that is refused may
 * see other requests in what follows it, so that ends with it.
 */
export function createStrictHttp(): StrictHttp {
  const ending = new WeakMap<Socket, Problem>();
  const note = (request: IncomingMessage) => {
    // What came together with a refused request is read before the connection ends.
    const problem = ending.get(request.socket) ?? problemIn(request);
    if (problem !== undefined) ending.set(request.socket, problem);
    return problem;
  };

  function refuse(request: IncomingMessage, reply: FastifyReply): FastifyReply | undefined {
    const problem = note(request);
    return problem && sendProblem(reply.header('connection', 'close'), problem);
  }

  return {
    watch(app) {
      app.server.prependListener('request', note);
      app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
        response.shouldKeepAlive = false;
        writeProblem(response, UNKNOWN_EXPECTATION);
      });
      app.addHook('onRequest', async ({ raw }, reply) => refuse(raw, reply));
    },
    refuse,
  };
}

function problemIn(request: IncomingMessage): Problem | undefined {
  if (!VERSIONS.has(request.httpVersion)) return WRONG_VERSION;
  if (!hasOneHost(request)) return WRONG_HOST;
  if (!hasClearTarget(request)) return WRONG_TARGET;
  return hasClearLength(request) ? undefined : WRONG_ENCODING;
}

/** Node takes any for 1.0. */
const VERSIONS: ReadonlySet<string> = new Set(['1.0', '1.1']);

/** HTTP/1.0 needs none. */
function hasOneHost({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  const [host, ...others] = headersDistinct.host ?? [];
  if (others.length > 0) return false;
  return host === undefined ? httpVersion === '1.0' : isHost(host);
}

/** A name or an address, and a port. Stricter than the grammar, whose names may have commas and percent signs. */
const HOST = /^(?:[\w.~-]+|\[[\da-f:.]+(?:%[\w.~-]+)?\])(?::(\d{0,5}))?$/i;
const MAX_PORT = 65_535;

function isHost(header: string): boolean {
  const [match, port = ''] = HOST.exec(header) ?? [];
  return match !== undefined && Number(port) <= MAX_PORT;
}

/** A path; an address of ours, as for a proxy; or of OPTIONS the whole server. */
function hasClearTarget({ url = '', method, headers: { host } }: IncomingMessage): boolean {
  if (url.startsWith('/') || (url === '*' && method === 'OPTIONS')) return true;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
  const target = new URL(url);
  const isPlain = target.username === '' && target.password === '';
  return isPlain && (host === undefined || isSame(target, host));
}

function isSame({ host, port }: URL, header: string): boolean {
  const wanted = header.toLowerCase();
  return host === wanted || (port === '' && `${host}:80` === wanted);
}

/** Node refuses what is no length, and several, but takes chunks in HTTP/1.0, and any encoding before them. */
function hasClearLength({ httpVersion, headersDistinct }: IncomingMessage): boolean {
  const encodings = headersDistinct['transfer-encoding'];
  if (encodings === undefined) return true;
  return httpVersion === '1.1' && encodings.join().toLowerCase() === 'chunked';
}
