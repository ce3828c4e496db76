// Clients that others wrote, as judges of the streams: the eventsource package, the EventSource of
// undici, and curl.
import { spawn } from 'node:child_process';
import { EventSource as PackageEventSource } from 'eventsource';
import { Agent, EventSource as UndiciEventSource } from 'undici';

export interface Heard {
  readonly type: string;
  readonly data: string;
  readonly id: string;
}

export interface Judge {
  readonly heard: readonly Heard[];
  /** Data of the messages without a name. */
  readonly messages: readonly string[];
  until(isSo: (judge: Judge) => boolean): Promise<void>;
  close(): void;
}

const TYPES = ['connected', 'heartbeat', 'gap', 'message'];

type Listen = (type: string, listener: (event: Event) => void) => void;

function judge(listen: Listen, close: () => void): Judge {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  for (const type of TYPES) {
    listen(type, (event) => {
      const { data, lastEventId } = event as Event & { data: string; lastEventId: string };
      heard.push({ type: event.type, data, id: lastEventId });
      for (const look of waiting) look();
    });
  }
  const self: Judge = {
    heard,
    get messages() {
      return heard.filter(({ type }) => type === 'message').map(({ data }) => data);
    },
    until: (isSo) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isSo(self)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close,
  };
  return self;
}

/** Which connection of the client this is, from 1, and a way to break it. */
export type OnConnect = (attempt: { readonly lastEventId: string | null; abort(): void }) => void;

export function packageJudge(url: string, onConnect: OnConnect = () => {}): Judge {
  const source = new PackageEventSource(url, {
    fetch: (target, init) => {
      const abort = new AbortController();
      const headers = new Headers(init.headers);
      headers.set('authorization', 'Bearer admin');
      const lastEventId = headers.get('last-event-id');
      onConnect({ lastEventId, abort: () => abort.abort(new Error('connection lost')) });
      init.signal?.addEventListener('abort', () => abort.abort());
      return fetch(target, { ...init, headers, signal: abort.signal });
    },
  });
  return judge(
    (type, listener) => source.addEventListener(type, listener),
    () => source.close(),
  );
}

export function undiciJudge(url: string): Judge {
  const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
    const headers = {
      ...(options.headers as Record<string, string>),
      authorization: 'Bearer admin',
    };
    return dispatch({ ...options, headers }, handler);
  });
  const source = new UndiciEventSource(url, { node: { dispatcher } });
  return judge(
    (type, listener) => source.addEventListener(type, listener as never),
    () => source.close(),
  );
}

export interface Curl {
  /** All that came: head and body. */
  readonly text: string;
  until(isSo: (text: string) => boolean): Promise<void>;
  /** Exit status. */
  readonly ended: Promise<number | null>;
  stop(): void;
}

export function curl(url: string, ...options: string[]): Curl {
  const args = ['-sS', '-N', '-i', '-H', 'Authorization: Bearer admin', ...options, url];
  const child = spawn('curl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting = new Set<() => void>();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    for (const look of waiting) look();
  });
  return {
    get text() {
      return text;
    },
    until: (isSo) =>
      new Promise((resolve) => {
        const look = () => {
          if (isSo(text)) resolve();
        };
        waiting.add(look);
        look();
      }),
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
    stop: () => void child.kill(),
  };
}
