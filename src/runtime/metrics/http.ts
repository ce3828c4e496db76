// Metrics of the HTTP API: requests, refusals and live streams.
import { type Instruments, startAtZero } from './instruments.ts';

export interface RequestFamily {
  /** A request was answered; `seconds` is absent for streams, which stay open. */
  requestAnswered(request: AnsweredRequest): void;
  /** A problem was the answer, by its code. */
  requestRefused(code: string): void;
}

interface AnsweredRequest {
  /** Pattern of the route, never the path. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds?: number;
}

export type ReplayResult = 'resumed' | 'gap' | 'history' | 'new';

export interface ReaderFamily {
  /** A reader was admitted, or is gone. */
  readers(shape: string, delta: 1 | -1): void;
  /** A reader left, or was ended for a reason. */
  readerLeft(shape: string, reason: string): void;
  /** There was no room for another reader, or the server was stopping. */
  readerRefused(shape: string): void;
  /** Where a reader started. */
  readerStarted(shape: string, result: ReplayResult): void;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function requestFamily({ counter, histogram }: Instruments): RequestFamily {
  const requests = counter('http_requests_total', 'HTTP requests that were answered.', [
    'route',
    'method',
    'status',
  ]);
  const time = histogram(
    'http_request_seconds',
    'From the head of a request to the end of its answer, without streams.',
    { labels: ['route', 'method'], buckets: [0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60] },
  );
  const refusals = counter('http_refusals_total', 'Answers that were a problem, by its code.', [
    'code',
  ]);
  startAtZero(refusals, 'code', ['unauthenticated', 'too_many_guesses']);
  return {
    requestAnswered({ route, method, status, seconds }) {
      const labels = { route, method: METHODS.has(method) ? method : 'other' };
      requests.inc({ ...labels, status: `${Math.floor(status / 100)}xx` });
      if (seconds !== undefined) time.observe(labels, seconds);
    },
    requestRefused: (code) => refusals.inc({ code }),
  };
}

export function readerFamily({ counter, gauge }: Instruments): ReaderFamily {
  const readers = gauge('readers', 'Live readers connected to this replica.', ['shape']);
  const left = counter('readers_left_total', 'Live readers that left, by why.', [
    'shape',
    'reason',
  ]);
  const cut = counter('readers_cut_total', 'Live readers cut off for being slow.', ['shape']);
  const refused = counter('readers_refused_total', 'Live readers for whom there was no room.', [
    'shape',
  ]);
  const started = counter(
    'readers_started_total',
    'Live readers of events, by where they started: where they had left off, after a gap, from a time on, or with what is new.',
    ['shape', 'result'],
  );
  return {
    readers: (shape, delta) => readers.inc({ shape }, delta),
    readerLeft(shape, reason) {
      left.inc({ shape, reason });
      if (reason === 'too_slow') cut.inc({ shape });
    },
    readerRefused: (shape) => refused.inc({ shape }),
    readerStarted: (shape, result) => started.inc({ shape, result }),
  };
}
