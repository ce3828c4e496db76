// Headers that mean one thing come once. Node joins most that come twice with a comma, so that two ids would be one of
// another event, and of some it keeps the first alone, which need not be the one that a proxy has looked at.
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

/** Of those that are read: the others are lists, or refused by whoever reads them (Host, Origin, Cookie). */
const SINGLE: ReadonlySet<string> = new Set([
  ...['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
  'x-telegram-bot-api-secret-token',
]);
/** Attributes of CloudEvents. */
const SINGLE_PREFIX = 'ce-';

export function registerSingleHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const twice = repeatedIn(raw.rawHeaders);
    if (twice === undefined) return;
    return sendProblem(reply, {
      status: 400,
      code: 'input_invalid',
      detail: `The header ${twice} comes more than once; expected it once, like ${twice}: ${EXAMPLES[twice] ?? 'A234-1234-1234'}`,
    });
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  authorization: 'Bearer <token>',
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-source': '/builds/runner-1',
  'ce-type': 'job.completed',
};

/** `rawHeaders`: names and values alternate. */
function repeatedIn(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!SINGLE.has(name) && !name.startsWith(SINGLE_PREFIX)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
