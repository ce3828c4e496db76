// A request gets one answer: after the 503 of a silent store no other, and no 503 after another.
import { setImmediate } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionCookie } from '../../../src/http/access/cookie.ts';
import { createGate } from '../../../src/http/access/gate.ts';
import { createGuesses } from '../../../src/http/access/guesses.ts';
import { createPageOrigin } from '../../../src/http/access/origin.ts';
import { createStoreWatch, type StorePulse } from '../../../src/http/access/store-watch.ts';
import { registerProblems } from '../../../src/http/request/problem.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { caller } from '../callers.ts';

const READER = caller({ name: 'reader' }, 'read');
const PUBLISHER = caller({ name: 'publisher' }, 'publish');
/** Longer than anybody waits for the store. */
const LONG_MS = 1_000;

let app: FastifyInstance;
let clock: ManualClock;
let since: number | undefined;
let questions: (() => void)[];
let asked: number;
/** What Fastify has to say of answers that come too late. */
let complaints: string[];
let endStream: () => void;

beforeEach(() => {
  [since, questions, asked, complaints] = [undefined, [], 0, []];
  clock = createManualClock();
  const stream = { write: (line: string) => void complaints.push(line) };
  app = fastify({ logger: { level: 'warn', stream } });
  registerProblems(app, silentLogger);
  const pulse: StorePulse = {
    answer() {
      asked += 1;
      return since === undefined ? Promise.resolve() : new Promise((done) => questions.push(done));
    },
    silentMs: () => (since === undefined ? 0 : clock.monotonic() - since),
  };
  const authenticate = async (bearer: string) => ({ reader: READER, publisher: PUBLISHER })[bearer];
  const cookie = createSessionCookie(undefined);
  const pageOrigin = createPageOrigin(undefined);
  const tickets = { find: async () => undefined, spend: async () => false };
  const requestLimit = { admits: () => true };
  const access = { authenticate, tickets, requestLimit, cookie, pageOrigin };
  const deps = { ...access, guesses: createGuesses({ clock }) };
  const { admit } = createGate(app, { ...deps, storeWatch: createStoreWatch({ pulse, clock }) });
  app.get('/jobs', { onRequest: admit('read') }, async () => 'jobs');
  app.get('/tokens', { onRequest: admit('admin') }, async () => 'tokens');
  app.get('/hidden', { onRequest: admit('read', 'hide') }, async () => 'hidden');
  app.get('/stream', { onRequest: admit('read') }, (_, reply) => {
    reply.hijack();
    reply.raw.write('opened');
    endStream = () => reply.raw.end();
  });
});
afterEach(() => app.close());

const send = (url: string, bearer?: string) =>
  app.inject({ url, headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` } });

async function pass(ms: number): Promise<void> {
  await setImmediate();
  await clock.advance(ms);
  await setImmediate();
}

describe('the 503 of a silent store', () => {
  it.each([
    ['/jobs', undefined],
    ['/jobs', 'unknown'],
    ['/jobs', 'publisher'],
    ['/jobs', 'reader'],
    ['/tokens', 'reader'],
    ['/hidden', undefined],
  ])('is the only answer when the store is back: %s as %s', async (url, bearer) => {
    since = clock.monotonic();
    const answer = send(url, bearer);
    await pass(LONG_MS);
    expect((await answer).statusCode).toBe(503);
    since = undefined;
    for (const done of questions) done();
    await pass(LONG_MS);
    expect(complaints).toEqual([]);
  });

  it('does not come after the beginning of a stream, nor is the store asked again for it', async () => {
    const answer = send('/stream', 'reader');
    await pass(0);
    since = clock.monotonic();
    await pass(5 * LONG_MS);
    expect([asked, complaints]).toEqual([1, []]);
    endStream();
    expect((await answer).body).toBe('opened');
  });
});
