// An HTTP API on a free port over a journal in memory, and a client that reads its streams as
// strictly as the standard asks.
import { createDecide } from '../../src/approvals/decisions/decide.ts';
import { createStopStanding } from '../../src/approvals/decisions/stop-standing.ts';
import { decode } from '../../src/dialects/all-dialects.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Authenticate, RenewCallers } from '../../src/http/access/auth.ts';
import { createAuth } from '../../src/http/access/authenticate.ts';
import { createCursors } from '../../src/http/reading/cursor.ts';
import type { Problem } from '../../src/http/request/problem.ts';
import { createHttpServer, type HttpServerDeps } from '../../src/http/server/server.ts';
import { createPublish } from '../../src/intake/publish.ts';
import type { Position } from '../../src/journal/journal.ts';
import { redactedLetters } from '../../src/journal/redact-letter.ts';
import { createRedaction } from '../../src/redact/redaction.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createHealth } from '../../src/runtime/health.ts';
import { silentLogger } from '../../src/runtime/logger.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { createSecret } from '../../src/runtime/secret.ts';
import { createReadStats } from '../../src/stats/stats.ts';
import { createFollowLog } from '../../src/tails/follow-log.ts';
import { createLogReader } from '../../src/tails/read-log.ts';
import { redactedLog } from '../../src/tails/redacted-log.ts';
import { createPersonProofs } from '../../src/telegram/sign-in/person-proofs.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { createMemoryApprovalStore } from '../helpers/memory-approval-store.ts';
import { createMemoryChatBook } from '../helpers/memory-chat-book.ts';
import { createMemoryDeadLetters } from '../helpers/memory-dead-letters.ts';
import { createMemoryJobBoard } from '../helpers/memory-job-board.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryLogSink } from '../helpers/memory-log-sink.ts';
import { createMemoryMembers } from '../helpers/memory-members.ts';
import { createMemorySessions } from '../helpers/memory-sessions.ts';
import { createMemoryTickets } from '../helpers/memory-tickets.ts';
import { createMemoryTokenStore } from '../helpers/memory-token-store.ts';
import { allVotesStand } from '../helpers/voter-rights.ts';
import { CALLERS } from './callers.ts';
import { answerCheckOf } from './documents/answer-check.ts';
import {
  createMemoryBuildHashes,
  createSwitchedSources,
  jobsShape,
  pipelineShape,
  TEST_DIALECTS,
} from './live-parts.ts';
import { readStream, type Stream } from './sse/read-stream.ts';

const WEB_FILES: ReadonlyMap<string, Buffer> = new Map([
  ['index.html', Buffer.from('<!doctype html>')],
  ['main.js', Buffer.from('// main')],
]);
/** Of the bot whose Mini App and Login are accepted. */
export const BOT_TOKEN = '42:AAF0rTheTestsOfSigningInOnly_____________';

const CURSOR_KEY = Buffer.alloc(32, 7);

/** What is behind a sealed cursor, in the form that former versions gave out: `e1.5-0`. */
export async function opened(id: string | null | undefined, epoch = 'e1'): Promise<string> {
  const cursors = await createCursors({ cursorKey: async () => CURSOR_KEY, clock: systemClock })(
    epoch,
  );
  const cursor = cursors.open(id ?? '');
  return cursor?.isSealed ? `${cursor.epoch}.${cursor.position}` : `not sealed: ${id}`;
}

/** What a reader is sent of an event here. */
export const shape = (event: CanonicalEvent) => ({ event_id: event.id, ...event.data });

export type HttpApi = Awaited<ReturnType<typeof startHttpApi>>;

export async function startHttpApi(overrides: Partial<HttpServerDeps> = {}) {
  const memory = createMemoryJournal({ epoch: 'e1' });
  const health = createHealth();
  const metrics = createMetrics();
  const board = createMemoryJobBoard();
  const logSink = createMemoryLogSink();
  const redaction = createRedaction({ redact: true });
  const tokens = createMemoryTokenStore();
  const approvals = createMemoryApprovalStore(systemClock.now);
  const members = createMemoryMembers();
  const chatBook = createMemoryChatBook({ members });
  const deadLetters = createMemoryDeadLetters();
  const buildHashes = createMemoryBuildHashes();
  const sources = createSwitchedSources();
  const sessions = createMemorySessions();
  const tickets = createMemoryTickets();
  const auth = createAuth({ adminToken: undefined, tokens, members, sessions, tickets });
  const authenticate: Authenticate = async (bearer) => CALLERS[bearer] ?? auth.authenticate(bearer);
  const isOfTests = new Set(Object.values(CALLERS));
  const renew: RenewCallers = async (callers) => {
    const current = await auth.renew(callers);
    return callers.map((each, index) => (isOfTests.has(each) ? each : current[index]));
  };
  const { journal } = memory;
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    // More than any test sends.
    requestsPerMinute: 1_000_000,
    corsOrigins: [],
    authenticate,
    renew,
    signIn: auth.signIn,
    tickets: {
      ...auth.tickets,
      // Tokens of the tests are in no store.
      create: async (one) =>
        isOfTests.has(one)
          ? tickets.create(() => ({ kind: 'token', reference: 'none' }))
          : auth.tickets.create(one),
    },
    proofs: createPersonProofs({ botToken: createSecret(BOT_TOKEN), clock: systemClock }),
    signInWays: () => ({ isMiniApp: false }),
    cursorKey: async () => CURSOR_KEY,
    dialects: TEST_DIALECTS,
    logStreams: 'televibe:logs:*',
    encode: shape,
    encodePipeline: pipelineShape,
    encodeJobs: jobsShape,
    buildHashes,
    sources,
    journal,
    feed: memory.feed,
    publish: createPublish({ decode, journal, metrics, clock: systemClock, log: silentLogger }),
    board,
    logSink,
    readLog: createLogReader({ sources: [redactedLog(logSink, redaction)], clock: systemClock }),
    followLog: createFollowLog({ feeds: [logSink], board, redaction, clock: systemClock }),
    tokens,
    approvals,
    standings: approvals.standings,
    stopStanding: createStopStanding({
      store: approvals,
      standings: approvals.standings,
      clock: systemClock,
    }),
    decide: createDecide({
      store: approvals,
      standings: approvals.standings,
      rightsNow: allVotesStand,
      clock: systemClock,
      metrics,
    }),
    members,
    chatBook,
    deadLetters: redactedLetters(deadLetters, redaction),
    redrive: async () => ({ kind: 'unknown' }),
    readStats: createReadStats({ journal, board, approvals, clock: systemClock }),
    pulse: { answer: async () => {}, silentMs: () => 0 },
    queue: { size: async () => 3 },
    webFiles: async () => WEB_FILES,
    systemState: () => undefined,
    bus: { handlers: 2 },
    health,
    metrics,
    clock: systemClock,
    log: silentLogger,
    ...overrides,
  });
  await server.start();
  const url = `http://127.0.0.1:${server.port}`;
  const streams = new Set<Stream>();
  const document = await answerCheckOf(url, {
    dialects: overrides.dialects ?? TEST_DIALECTS,
    routes: server.routes,
  });

  /** Every answer has to be as the OpenAPI document promises. */
  async function ask(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(url + path, init);
    const method = init.method ?? 'GET';
    const problem = await document.problemOf({ method, url: url + path, response });
    if (problem !== undefined) throw new Error(problem);
    return response;
  }

  return {
    url,
    document,
    server,
    memory,
    health,
    metrics,
    board,
    logSink,
    approvals,
    members,
    chatBook,
    deadLetters,
    tokens,
    buildHashes,
    sources,
    /** Appends events and answers their ids and positions. */
    async publish(...fields: Partial<CanonicalEvent>[]) {
      const events = fields.map(anEvent);
      const candidates = events.map((event) => candidate(event));
      const result = await memory.journal.append({ candidates, deadLetters: [] });
      if (result.kind === 'moved') throw new Error('moved');
      return {
        ids: events.map(({ id }) => id),
        positions: result.positions.map((position): Position => position ?? ''),
      };
    },
    get: (path: string, token?: string, headers: Record<string, string> = {}) =>
      ask(path, { headers: { ...bearer(token), ...headers } }),
    /** A body that is text goes out as it is, anything else as JSON. */
    send: (
      method: string,
      path: string,
      { token, body, type = 'application/json', headers }: Sending,
    ) =>
      ask(path, {
        method,
        headers: {
          ...bearer(token),
          ...(body === undefined ? {} : { 'content-type': type }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: bodyText(body) }),
      }),
    /** Resolves when the stream has been greeted: what is appended from now on reaches it. */
    async open(
      path = '/events',
      { token = 'admin', lastEventId, greeted = true }: OpenOptions = {},
    ) {
      const headers = {
        ...bearer(token),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      };
      const stream = await readStream(url + path, headers, greeted);
      streams.add(stream);
      return stream;
    },
    async stop() {
      for (const stream of streams) stream.close();
      await server.stop();
    },
  };
}

/** The body of an error answer. */
export async function problemOf(response: Response): Promise<Problem & { title: string }> {
  return (await response.json()) as Problem & { title: string };
}

interface Sending {
  readonly token?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const bodyText = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

interface OpenOptions {
  readonly token?: string;
  readonly lastEventId?: string;
  /** `false` for a stream that says nothing at first. */
  readonly greeted?: boolean;
}

const bearer = (token?: string): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };
