// The event stream of this page: one for all that is shown, because a browser opens few connections to a server.
// Read with fetch and not with EventSource, which can't send a header and gives up for good after most errors.
import { signal } from '@preact/signals';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type ApiAnswer, answerOf, request, send } from '../api/request.ts';
import type { ShownEvent } from '../api/shapes.ts';
import { jitter, monotonicNow, pause, timeNow } from '../browser/browser-clock.ts';
import { whenVisible } from '../browser/visibility.ts';
import { watchStream } from './read-stream.ts';
import { readMessage } from './stream-message.ts';

/** polling: the stream failed several times; what is shown is asked for every few seconds until it comes back. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'polling';

export const connection = signal<ConnectionState>('connecting');
/** When the newest event came, in epoch milliseconds. */
export const lastEventAt = signal<number | undefined>(undefined);

export interface LiveListener {
  /** An event happened. */
  event(event: ShownEvent): void;
  /** Anything may have happened meanwhile. */
  resync(): void;
}

const listeners = new Set<LiveListener>();

export function listen(listener: LiveListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const EVENTS = '/events';
const FAILURES_BEFORE_POLLING = 3;
const POLL_MS = 4_000;
const PAUSE_MS = { first: 500, most: 30_000 };

interface Progress {
  /** Where the stream goes on. */
  cursor: string;
  /** What the server asks for before a reconnect. */
  retryMs: number;
  failures: number;
}

/** Runs until `abort`. */
export async function stayConnected(abort: AbortSignal): Promise<void> {
  const progress: Progress = { cursor: '', retryMs: 0, failures: 0 };
  connection.value = 'connecting';
  while (!abort.aborted) {
    await whenVisible(abort);
    await readOnce(progress, abort);
    if (abort.aborted) return;
    if (document.hidden) {
      connection.value = 'connecting';
      continue;
    }
    progress.failures += 1;
    const isPolling = progress.failures >= FAILURES_BEFORE_POLLING;
    connection.value = isPolling ? 'polling' : 'reconnecting';
    await waitToReconnect(progress, abort);
  }
}

/**
 * The pause grows and is jittered, so that a restarted server is not met by all pages at once. It ends when the browser
 * is back on the network.
 */
async function waitToReconnect({ failures, retryMs }: Progress, abort: AbortSignal): Promise<void> {
  const grown = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** Math.min(failures - 1, 10));
  const until = monotonicNow() + Math.max(grown, retryMs) * (0.5 + jitter());
  const online = new AbortController();
  const stop = AbortSignal.any([abort, online.signal]);
  addEventListener('online', () => online.abort(), { signal: stop });
  while (!stop.aborted && monotonicNow() < until) {
    if (failures >= FAILURES_BEFORE_POLLING) await poll();
    await pause(Math.max(0, Math.min(POLL_MS, until - monotonicNow())), stop);
  }
  online.abort();
}

/** Something new shows in the time of the last event, too. */
async function poll(): Promise<void> {
  const answer: ApiAnswer<{ events: readonly ShownEvent[] }> = await request(
    '/api/v1/events?order=desc&limit=1',
  );
  const newest = answer.kind === 'ok' ? Date.parse(answer.body.events[0]?.timestamp ?? '') : NaN;
  if (!Number.isNaN(newest)) lastEventAt.value = newest;
  resyncAll();
}

/** Returns when the stream ends, for whatever reason. */
async function readOnce(progress: Progress, abort: AbortSignal): Promise<void> {
  const stream = watchStream(abort);
  const parser = createParser({
    onEvent: (message) => receive(message, progress),
    onRetry: (ms) => {
      progress.retryMs = ms;
    },
  });
  try {
    const headers = progress.cursor === '' ? {} : { 'last-event-id': progress.cursor };
    const response = await send(EVENTS, { headers, signal: stream.signal });
    if (!response.ok) {
      await answerOf(response);
      return;
    }
    opened(progress);
    await stream.read(response, (text) => parser.feed(text));
  } catch {
    // The connection broke: it is opened again.
  } finally {
    stream.close();
  }
}

function opened(progress: Progress): void {
  progress.failures = 0;
  progress.retryMs = 0;
  connection.value = 'live';
  // What happened before the stream had begun is in no event of it.
  if (progress.cursor === '') resyncAll();
}

function receive(message: EventSourceMessage, progress: Progress): void {
  if (message.id !== undefined && message.id !== '') progress.cursor = message.id;
  const read = readMessage(message);
  if (read.kind === 'gap') resyncAll();
  if (read.kind !== 'event') return;
  lastEventAt.value = timeNow();
  for (const listener of listeners) listener.event(read.event);
}

function resyncAll(): void {
  for (const listener of listeners) listener.resync();
}
