// Whatever the answer of getUpdates, the poller reports it, retries at a bounded pace, and recovers by
// itself.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/runtime/clock.ts';
import { createHealth, type Health } from '../../../src/runtime/health.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { createFetchUpdates, PollConflict } from '../../../src/telegram/polling/fetch-updates.ts';
import { createInFlight } from '../../../src/telegram/polling/in-flight.ts';
import { createApi } from '../../../src/telegram/sending/client.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { until } from '../edge.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const TOKEN = '4242000001:AAtoken-that-nobody-may-see';

const json =
  (status: number, body: unknown): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const refusal = (code: number, description?: string, parameters?: object): Answer =>
  json(code, { ok: false, error_code: code, description, parameters });
const result = (updates: unknown) => json(200, { ok: true, result: updates });

let servers: Server[];
let health: Health;
let log: LogBook;
let stop: AbortController;
/** The pauses that were made; none is waited for as long as it is. */
let pauses: number[];
/** What getUpdates is answered; `undefined`: nothing is wrong. */
let fault: Answer | undefined;
let polls: number;
let conflicts: number;
let taken: Update[];
/** What waits to be fetched. */
let queue: { update_id: number }[];

beforeEach(() => {
  servers = [];
  health = createHealth();
  log = createLogBook();
  stop = new AbortController();
  pauses = [];
  fault = undefined;
  polls = 0;
  conflicts = 0;
  taken = [];
  queue = [];
});

afterEach(() => {
  stop.abort();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (!request.url?.endsWith('/getUpdates')) {
      result(true)(response, request);
      return;
    }
    polls += 1;
    const { offset } = JSON.parse(body || '{}') as { offset?: number };
    if (fault === undefined) queue = queue.filter(({ update_id: id }) => id >= (offset ?? 0));
    (fault ?? result(queue))(response, request);
  });
}

/** Polls until the test is over, as a turn does. */
function poll(apiRoot: string, clock: Partial<Clock> = {}): void {
  const api = createApi({ token: TOKEN, apiRoot, timeoutSeconds: 0.3, onDate: () => {} });
  const inFlight = createInFlight();
  const sleep: Clock['sleep'] = (ms, signal) => {
    pauses.push(ms);
    return systemClock.sleep(Math.min(ms, 5), signal);
  };
  const deps = { api, inFlight, health, metrics: createMetrics(), log, signal: stop.signal };
  const fetchUpdates = createFetchUpdates(
    { ...deps, clock: { ...systemClock, sleep, ...clock } },
    false,
  );
  void (async () => {
    while (!stop.signal.aborted) {
      const updates = await fetchUpdates().catch((error: unknown) => {
        if (!(error instanceof PollConflict)) throw error;
        conflicts += 1;
        health.report('telegram', false, 'conflict');
        return [];
      });
      taken.push(...updates);
      for (const { update_id: id } of updates) inFlight.done(id);
    }
  })();
}

const telegram = () => health.snapshot().telegram;
const isHealthy = () => telegram()?.ok === true;
const talk = (id: number) => ({ update_id: id, message: { text: 'hi', chat: { id: 1 } } });

const FAULTS: readonly (readonly [string, Answer])[] = [
  ['400', refusal(400, 'Bad Request: something new')],
  ['401', refusal(401, 'Unauthorized')],
  ['403', refusal(403, 'Forbidden')],
  ['404', refusal(404, 'Not Found')],
  [
    '409 for a webhook',
    refusal(409, "Conflict: can't use getUpdates method while webhook is active"),
  ],
  ['409 for another program', refusal(409, 'Conflict: terminated by other getUpdates request')],
  ['429 with a second', refusal(429, 'Too Many Requests', { retry_after: 1 })],
  ['429 with a thousand days', refusal(429, 'Too Many Requests', { retry_after: 86_400_000 })],
  ['429 that says nothing', refusal(429, 'Too Many Requests')],
  ['429 with a text', refusal(429, 'Too Many Requests', { retry_after: 'soon' })],
  ['500', refusal(500, 'Internal Server Error')],
  ['502 as a page', json(502, '<html><body>Bad Gateway</body></html>')],
  ['200 as a page', json(200, '<html><body>Sign in to this network</body></html>')],
  ['200 with null', json(200, 'null')],
  ['200 with a number', json(200, '7')],
  ['200 with a list', json(200, '[]')],
  ['200 with nothing in it', json(200, '{}')],
  ['ok without a result', json(200, { ok: true })],
  ['ok with null', result(null)],
  ['ok with a text', result('updates')],
  ['ok with things that are no updates', result([{}, null, 7, { update_id: 'seven' }])],
  ['ok with an id that would forget all others', result([{ update_id: -5 }])],
  ['a refusal without a description', refusal(500)],
  [
    'a refusal with an invalid description',
    json(500, { ok: false, error_code: 500, description: 7 }),
  ],
  ['a refusal without anything', json(500, { ok: false })],
  ['an empty body', json(200, '')],
  ['nothing', () => {}],
  [
    'half a body',
    (response) => void response.writeHead(200, { 'content-length': 100 }).write('{"ok":'),
  ],
  [
    'a redirect',
    (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  [
    'a redirect to itself',
    (response, { url }) => void response.writeHead(307, { location: url }).end(),
  ],
  ['a cut connection', (_, request) => void request.socket.destroy()],
];

describe('while getUpdates is answered with', () => {
  it.each(FAULTS)('%s, the poller reports it, backs off, and recovers', async (_, answer) => {
    poll(`http://127.0.0.1:${await listen(createServer(serve))}`);
    await until(isHealthy);
    fault = answer;
    await until(() => telegram()?.ok === false);
    const before = polls;
    pauses = [];
    await until(() => polls >= before + 3);
    // Another program is waited for by the poller (poller.ts).
    if (conflicts === 0) expect(Math.max(...pauses)).toBeGreaterThanOrEqual(500);
    expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(75_000);
    expect(JSON.stringify([log.lines, telegram()])).not.toContain('AAtoken');
    queue = [talk(5)];
    fault = undefined;
    await until(isHealthy);
    await until(() => taken.length > 0);
    expect(taken[0]?.update_id).toBe(5);
  });

  it('something other than TLS, the poller reports it and keeps trying', async () => {
    poll(`https://127.0.0.1:${await listen(createServer(serve))}`);
    await until(() => log.count('telegram_polling_interrupted') >= 3);
    expect(telegram()?.ok).toBe(false);
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(500);
  });

  it('an update without an id among others, the others are handled', async () => {
    fault = result([{}, talk(7), { update_id: null }]);
    poll(`http://127.0.0.1:${await listen(createServer(serve))}`);
    await until(() => taken.length > 0);
    expect(taken).toMatchObject([{ update_id: 7 }]);
    expect(log.count('telegram_updates_without_id')).toBeGreaterThan(0);
  });
});

describe('the pauses between polls', () => {
  /** A clock that only pauses advance. */
  function pausesOnly(): Partial<Clock> {
    let now = 0;
    return {
      monotonic: () => now,
      random: () => 0,
      async sleep(ms) {
        now += ms;
        pauses.push(ms);
        await systemClock.sleep(1);
      },
    };
  }

  it('grow up to a minute, and never exceed a sixth of the outage', async () => {
    fault = refusal(401, 'Unauthorized');
    poll(`http://127.0.0.1:${await listen(createServer(serve))}`, pausesOnly());
    await until(() => pauses.filter((ms) => ms === 60_000).length >= 2);
    const real = pauses.filter((ms) => ms >= 500);
    expect(real).toEqual(real.toSorted((one, other) => one - other));
    let lasted = 0;
    for (const ms of real) {
      expect(ms).toBeLessThanOrEqual(Math.max(501, lasted / 5.9));
      lasted += ms;
    }
  });

  it('after an empty answer that came too soon are a second', async () => {
    poll(`http://127.0.0.1:${await listen(createServer(serve))}`, pausesOnly());
    await until(() => pauses.filter((ms) => ms > 900).length >= 3);
    expect(isHealthy()).toBe(true);
  });
});
