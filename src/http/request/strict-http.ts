// What RFC 9112 asks of a server beside its parser, with answers like all others: one Host, the same as in an absolute
// request target, and no expectation but 100-continue.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type Problem, sendProblem, writeProblem } from './problem.ts';

const WRONG_HOST: Problem = {
  status: 400,
  code: 'input_invalid',
  detail:
    'The request names no host, or several; expected one header like Host: localhost:8080, and the same host in an absolute target.',
};

const UNKNOWN_EXPECTATION: Problem = {
  status: 417,
  code: 'input_invalid',
  detail: 'The request expects what this server does not offer; expected Expect: 100-continue.',
};

/** Call it before all other hooks. Node's own check of Host must be off, because it answers without a body. */
export function registerStrictHttp(app: FastifyInstance): void {
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false;
    writeProblem(response, UNKNOWN_EXPECTATION);
  });
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (!hasOneHost(raw)) return sendProblem(reply, WRONG_HOST);
  });
}

/** HTTP/1.0 needs none. */
function hasOneHost({ url = '', httpVersion, headersDistinct }: IncomingMessage): boolean {
  const [host, ...others] = headersDistinct.host ?? [];
  if (others.length > 0) return false;
  if (host === undefined) return httpVersion === '1.0';
  return url.startsWith('/') || !URL.canParse(url) || isSame(new URL(url), host);
}

function isSame({ host, port }: URL, header: string): boolean {
  const wanted = header.toLowerCase();
  return host === wanted || (port === '' && `${host}:80` === wanted);
}
