// What the suite of live readers needs of each transport: how one is opened, and the words in which
// it is told that it ends.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { STREAM as BUILD_STREAM, say } from '../builds/build-talk.ts';
import type { HttpApi } from '../http-api.ts';
import { createDoor, HANDSHAKE, openPeer, shakeHands } from '../live-parts.ts';

/** How an end is told: in its words, and when the client may come back, if it is told that. */
interface Ending {
  readonly says: string;
  readonly retryMs?: number;
}

export interface LiveClient {
  /** Of the messages that came, in order. */
  readonly keys: readonly string[];
  until(isSo: (client: LiveClient) => boolean): Promise<void>;
  readonly ended: Promise<Ending>;
  isOpen(): boolean;
  close(): void;
}

/** Who is let in by a status, and with which challenge. */
type Refusal = readonly [status: number, challenge: string | null, type: string];

export interface Transport {
  readonly name: string;
  /** Its readers' name in the metrics. */
  readonly shape: string;
  /** For a client without a token, with a wrong one, and with one that may not read. */
  readonly refusals: { readonly none: Refusal; readonly wrong: Refusal; readonly scope: Refusal };
  readonly endings: {
    readonly busy: string;
    readonly closing: string;
    /** For who comes while the server stops. */
    readonly late: string;
    readonly rights: string;
    readonly overrun: string;
    readonly interrupted: string;
  };
  /** What has to be there before somebody can read. */
  prepare(port: HttpApi): Promise<unknown>;
  open(port: HttpApi, token?: string): Promise<LiveClient>;
  /** Opens it by hand, and reads nothing after the beginning. */
  openStuck(port: HttpApi): Promise<Socket>;
  /** The head of the answer to whoever is not let in. */
  refused(port: HttpApi, token: string | undefined): Promise<Refusal>;
  /** Publishes a message that everybody is shown; answers its key. */
  publish(port: HttpApi, count?: number, text?: string): Promise<string[]>;
  /** Absent where a reader is live as soon as it is admitted. */
  readonly joining?: Joining;
}

interface Joining {
  /** Holds readers while they join. */
  hold(port: HttpApi): Door;
  /** Asks for the stream, and goes away once it joins. */
  leave(port: HttpApi, door: Door): Promise<void>;
  /** What a reader is told that loses its rights meanwhile. */
  readonly rights: string | RegExp;
}

type Door = ReturnType<typeof createDoor>;

const STRANGER = 'Bearer realm="jobwire"';
const PROBLEM = 'application/problem+json; charset=utf-8';
const UNKNOWN = [404, null, PROBLEM] as const;
const REFUSED = {
  none: [401, STRANGER, PROBLEM],
  wrong: [401, `${STRANGER}, error="invalid_token"`, PROBLEM],
  scope: UNKNOWN,
} as const;
const HIDDEN = { none: UNKNOWN, wrong: UNKNOWN, scope: UNKNOWN };
const RIGHTS = 'your rights have changed';
const OVERRUN = 'too much at once; reconnect to resume';
const INTERRUPTED = 'interrupted; reconnect to resume';
const FRAME = /: ([^\n]*)\nretry: (\d+)\n\n$/;

function eventStream(path: string, keyOf: (data: string) => string | undefined) {
  return {
    async open(port: HttpApi, token = 'admin'): Promise<LiveClient> {
      const stream = await port.open(path, { token, greeted: false });
      const { status, headers } = stream.response;
      let isOpen = status === 200;
      if (isOpen && headers.get('content-type') !== 'text/event-stream')
        throw new Error('no stream');
      const keys: string[] = [];
      let read = 0;
      const client: LiveClient = {
        get keys() {
          for (const { data } of stream.events.slice(read))
            keys.push(...[keyOf(data) ?? []].flat());
          read = stream.events.length;
          return keys;
        },
        until: (isSo) => stream.until(() => isSo(client)),
        ended: stream.ended.then(() => {
          isOpen = false;
          const [, says = stream.text, retry] = FRAME.exec(stream.text) ?? [];
          return { says, ...(retry === undefined ? {} : { retryMs: Number(retry) }) };
        }),
        isOpen: () => isOpen,
        close: () => stream.close(),
      };
      return client;
    },
    async openStuck(port: HttpApi): Promise<Socket> {
      const socket = connect(port.server.port, '127.0.0.1').on('error', () => {});
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n`,
      );
      await once(socket, 'readable');
      return socket;
    },
    async leave(port: HttpApi, door: Door): Promise<void> {
      const abort = new AbortController();
      const { signal } = abort;
      const headers = { authorization: 'Bearer admin' };
      const asked = fetch(port.url + path, { headers, signal }).catch(() => {});
      await door.knocked;
      abort.abort();
      await asked;
    },
    async refused(port: HttpApi, token: string | undefined): Promise<Refusal> {
      const response = await port.get(path, token);
      await response.body?.cancel();
      const { status, headers } = response;
      return [status, headers.get('www-authenticate'), headers.get('content-type') ?? ''];
    },
  };
}

const eventId = (data: string): string | undefined => JSON.parse(data).event_id;

async function publishJobs(port: HttpApi, count = 1, text = ''): Promise<string[]> {
  const one = { type: 'job.updated', projectId: 'a', jobId: 'j1', data: { text } };
  return (await port.publish(...Array.from({ length: count }, () => one))).ids;
}

function holdJournal(port: HttpApi): Door {
  const door = createDoor();
  port.memory.beforeRead(door.pass);
  return door;
}

function holdHash(port: HttpApi): Door {
  const door = createDoor();
  port.buildHashes.beforeRead(door.pass);
  return door;
}

/** From the oldest event on, so that it has something to catch up with. */
const overEvents = eventStream('/events?since=2026-01-01T00:00:00Z', eventId);
const overPipeline = eventStream('/api/v1/jobs/j1/events/stream', eventId);
const overBuild = eventStream(BUILD_STREAM, (data) => JSON.parse(data).key);

const streamed = {
  refusals: REFUSED,
  endings: {
    busy: 'too busy; reconnect later',
    late: 'too busy; reconnect later',
    closing: 'closing; reconnect to resume',
    rights: RIGHTS,
    overrun: OVERRUN,
    interrupted: INTERRUPTED,
  },
  publish: publishJobs,
};

const events: Transport = {
  ...streamed,
  ...overEvents,
  joining: { hold: holdJournal, leave: overEvents.leave, rights: RIGHTS },
  name: 'GET /events',
  shape: 'events',
  prepare: async () => {},
};

const pipeline: Transport = {
  ...streamed,
  ...overPipeline,
  joining: { hold: holdJournal, leave: overPipeline.leave, rights: RIGHTS },
  name: 'GET /api/v1/jobs/{id}/events/stream',
  shape: 'pipeline',
  prepare: (port) => publishJobs(port),
};

const builds: Transport = {
  ...overBuild,
  // Its stream is not open yet: then there is no such job.
  joining: { hold: holdHash, leave: overBuild.leave, rights: /urn:jobwire:problem:not_found/ },
  name: 'GET /api/jobs/{id}/events/stream',
  shape: 'build',
  refusals: HIDDEN,
  endings: { ...streamed.endings, closing: 'closing; reconnect' },
  prepare: async (port) => port.buildHashes.set('b1', { status: 'code', projectId: 'a' }),
  async publish(port, count = 1, text = '') {
    const keys = Array.from({ length: count }, () => randomUUID());
    for (const key of keys) await say(port, { type: 'x', key, text });
    return keys;
  },
};

const SOCKETS = '/ws/jobs';

const sockets: Transport = {
  name: 'GET /ws/jobs',
  shape: 'jobs',
  refusals: REFUSED,
  endings: {
    busy: '1013 too busy',
    late: '1012 restarting',
    closing: '1012 restarting',
    rights: `1008 ${RIGHTS}`,
    overrun: '1013 too much at once; reconnect',
    interrupted: '1013 interrupted; reconnect',
  },
  prepare: async () => {},
  async open(port, token = 'admin') {
    const peer = await openPeer(port.url + SOCKETS, { authorization: `Bearer ${token}` });
    const client: LiveClient = {
      get keys() {
        return peer.messages.map(({ payload }) => payload.event_id);
      },
      until: (isSo) => peer.until(() => isSo(client)),
      ended: peer.ended.then(({ code, reason }) => ({ says: `${code} ${reason}` })),
      isOpen: () => peer.socket.readyState === peer.socket.OPEN,
      close: () => peer.socket.terminate(),
    };
    return client;
  },
  async openStuck(port) {
    const { socket } = await shakeHands(port.url + SOCKETS);
    return socket.pause();
  },
  async refused(port, token) {
    const { authorization: _, ...anybody } = HANDSHAKE;
    const headers =
      token === undefined ? anybody : { ...anybody, authorization: `Bearer ${token}` };
    const { socket, answer } = await shakeHands(port.url + SOCKETS, headers);
    await once(socket, 'close');
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    const header = (name: string) =>
      new RegExp(`^${name}: (.*)\\r$`, 'im').exec(answer)?.[1] ?? null;
    return [status, header('www-authenticate'), header('content-type') ?? ''];
  },
  publish: publishJobs,
};

/** Every way to read live. */
export const TRANSPORTS: readonly Transport[] = [events, pipeline, builds, sockets];
