// What the live endpoints of an HTTP API lean on, in memory: hashes of build jobs, and a source of
// events that comes and goes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { EventSources } from '../../src/http/live/event-sources.ts';
import type { BuildHash, BuildHashes } from '../../src/jobs/build-hash.ts';
import type { Metrics } from '../../src/runtime/metrics.ts';
import { inTime, waitUntil } from '../helpers/wait.ts';

/** What a reader is sent of an event in the pipeline shape here. */
export const pipelineShape = ({ id, type, data }: CanonicalEvent) => ({
  event_id: id,
  type: type.replace('.', '_'),
  payload: data,
});

/** What a peer is sent of an event in the jobs shape here. */
export const jobsShape = ({ id, type, data }: CanonicalEvent) => ({
  type: type === 'job.canceled' ? 'job.cancelled' : type,
  payload: { event_id: id, ...data },
});

export interface MemoryBuildHashes extends BuildHashes {
  set(jobId: string, hash: BuildHash | undefined): void;
  /** Runs before every read; a rejection fails the read. */
  beforeRead(run: () => Promise<void>): void;
  readonly reads: number;
}

export function createMemoryBuildHashes(): MemoryBuildHashes {
  const hashes = new Map<string, BuildHash>();
  let beforeRead = async () => {};
  let reads = 0;
  return {
    async read(jobId) {
      reads += 1;
      await beforeRead();
      return hashes.get(jobId);
    },
    set(jobId, hash) {
      if (hash === undefined) hashes.delete(jobId);
      else hashes.set(jobId, hash);
    },
    beforeRead(run) {
      beforeRead = run;
    },
    get reads() {
      return reads;
    },
  };
}

export interface SwitchedSources extends EventSources {
  turn(isUp: boolean): void;
  /** Who still listens. */
  readonly listeners: number;
}

export function createSwitchedSources(): SwitchedSources {
  const listeners = new Set<(isUp: boolean) => void>();
  let up = true;
  return {
    isUp: () => up,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    turn(isUp) {
      up = isUp;
      for (const listener of listeners) listener(isUp);
    },
    get listeners() {
      return listeners.size;
    },
  };
}

/** Holds whoever passes until it is opened, and tells when somebody stands before it. */
export function createDoor() {
  let open = () => {};
  let knock = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const knocked = new Promise<void>((resolve) => {
    knock = resolve;
  });
  const pass = () => {
    knock();
    return opened;
  };
  return { pass, open: () => open(), knocked };
}

/** How many readers of a shape are counted. */
export async function readersOf(metrics: Metrics, shape: string): Promise<number> {
  const line = new RegExp(`^jobwire_readers\\{shape="${shape}"\\} (\\d+)`, 'm');
  return Number(line.exec(await metrics.text())?.[1] ?? 0);
}

/** Resolves as soon as it is so. */
export const eventually = (isSo: () => boolean | Promise<boolean>): Promise<void> =>
  waitUntil(isSo);

export interface Peer {
  readonly socket: WebSocket;
  /** Texts that came, parsed. */
  readonly messages: readonly { type: string; payload: { event_id: string } }[];
  until(isSo: (peer: Peer) => boolean): Promise<void>;
  /** Code and reason of the end. */
  readonly ended: Promise<{ code: number; reason: string }>;
}

/** Connects with the client of `ws`; rejects when the handshake is refused. */
export async function openPeer(url: string, headers: Record<string, string> = {}): Promise<Peer> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const messages: Peer['messages'][number][] = [];
  socket.on('message', (data, isBinary) => {
    if (isBinary) throw new Error('expected text');
    messages.push(JSON.parse(String(data)));
  });
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await once(socket, 'open');
  const peer: Peer = {
    socket,
    messages,
    until(isSo) {
      const come = new Promise<void>((resolve, reject) => {
        const stop = () => socket.off('message', look).off('close', fail);
        const look = () => {
          if (!isSo(peer)) return;
          stop();
          resolve();
        };
        const fail = () => {
          stop();
          reject(new Error(`closed after ${JSON.stringify(messages)}`));
        };
        socket.on('message', look).once('close', fail);
        look();
        if (socket.readyState === socket.CLOSED) fail();
      });
      return inTime(come, String(isSo), { saw: () => messages.slice(-10) });
    },
    ended,
  };
  return peer;
}

/** What a handshake by hand has to say, beside the line of the request. */
export const HANDSHAKE = {
  host: 'localhost',
  upgrade: 'websocket',
  connection: 'Upgrade',
  authorization: 'Bearer admin',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

/** A handshake by hand; answers the connection once something came back. */
export async function shakeHands(
  url: string,
  headers: Record<string, string> = HANDSHAKE,
): Promise<{ readonly socket: Socket; readonly answer: string }> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return { socket, answer: bytes.toString() };
}

/** What is written in the shapes of these tests is not what the dialects would write. */
export const TEST_DIALECTS = ALL_DIALECTS.map((dialect) => ({
  ...dialect,
  writes: z.looseObject({}),
}));
