// Bodies are read as they are: one that was compressed is refused with 415 and what is accepted instead (RFC 9110,
// 15.5.16). Unpacking would make small requests cost much.
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type Problem, sendProblem } from './problem.ts';

const UNCODED = 'identity';

const CODED: Problem = {
  status: 415,
  code: 'input_invalid',
  detail:
    'The body has a content coding, like gzip; expected it as it is, without Content-Encoding or with Content-Encoding: identity.',
};

/** Before a body is read, and after its sender is known. */
export function registerContentCoding(app: FastifyInstance): void {
  app.addHook('preParsing', async ({ headers, is404 }, reply) => {
    if (is404 || !hasBody(headers) || isUncoded(headers['content-encoding'])) return;
    return sendProblem(reply.header('accept-encoding', UNCODED), CODED);
  });
}

export function hasBody(headers: IncomingHttpHeaders): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

function isUncoded(header = ''): boolean {
  const codings = header.split(',').map((coding) => coding.trim().toLowerCase());
  return codings.every((coding) => coding === '' || coding === UNCODED);
}
