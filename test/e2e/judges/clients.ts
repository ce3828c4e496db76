// Clients that nobody here wrote, as judges of streams: each says which events it heard, and comes back by itself, or as
// its documentation says.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventSource as PackageEventSource } from 'eventsource';
import { createParser } from 'eventsource-parser';
import { EventSource as UndiciEventSource, WebSocket as UndiciWebSocket } from 'undici';
import { WebSocket } from 'ws';

export interface StreamJudge {
  /** Ids of events in the order in which they came. */
  readonly heard: readonly string[];
  close(): void;
}

const RETRY_MS = 200;
type Named = readonly string[];

function listener(heard: string[]): (event: Event) => void {
  return (event) => heard.push(JSON.parse((event as MessageEvent).data).event_id);
}

function packageJudge(url: string, types: Named): StreamJudge {
  const heard: string[] = [];
  const source = new PackageEventSource(url);
  for (const type of types) source.addEventListener(type, listener(heard));
  return { heard, close: () => source.close() };
}

function undiciJudge(url: string, types: Named): StreamJudge {
  const heard: string[] = [];
  const source = new UndiciEventSource(url);
  for (const type of types) source.addEventListener(type, listener(heard) as never);
  return { heard, close: () => source.close() };
}

/** A parser alone: whoever uses it fetches, and fetches again with the newest id. */
function parserJudge(url: string): StreamJudge {
  const heard: string[] = [];
  const abort = new AbortController();
  let lastEventId = '';
  const parser = () =>
    createParser({
      onEvent({ id, data, event }) {
        lastEventId = id ?? lastEventId;
        if (event !== undefined) heard.push(JSON.parse(data).event_id);
      },
    });
  const read = async () => {
    const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    const { body } = await fetch(url, { headers, signal: abort.signal });
    const { feed } = parser();
    const decoder = new TextDecoder();
    for await (const bytes of body ?? []) feed(decoder.decode(bytes, { stream: true }));
  };
  keepReading(read, abort.signal);
  return { heard, close: () => abort.abort() };
}

function curlJudge(url: string): StreamJudge {
  const heard: string[] = [];
  const abort = new AbortController();
  let lastEventId = '';
  const read = () =>
    new Promise<void>((resolve) => {
      const resumed = lastEventId === '' ? [] : ['-H', `Last-Event-ID: ${lastEventId}`];
      const child = spawn('curl', ['-sN', ...resumed, url], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const stop = () => void child.kill();
      abort.signal.addEventListener('abort', stop);
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (piece: string) => {
        const frames = (text + piece).split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) {
          lastEventId = /^id: (.*)$/m.exec(frame)?.[1] ?? lastEventId;
          const [, data] = /^data: (.*)$/m.exec(frame) ?? [];
          if (data !== undefined) heard.push(JSON.parse(data).event_id);
        }
      });
      child.once('close', () => {
        abort.signal.removeEventListener('abort', stop);
        resolve();
      });
    });
  keepReading(read, abort.signal);
  return { heard, close: () => abort.abort() };
}

function keepReading(read: () => Promise<void>, signal: AbortSignal): void {
  void (async () => {
    while (!signal.aborted) {
      await read().catch(() => {});
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  })();
}

export const STREAM_JUDGES: Readonly<Record<string, (url: string, types: Named) => StreamJudge>> = {
  eventsource: packageJudge,
  undici: undiciJudge,
  'eventsource-parser': parserJudge,
  curl: curlJudge,
};

/** Hears `open` and the ids of jobs; opens again when it was closed. */
function socketJudge(connect: (url: string) => UndiciWebSocket | WebSocket) {
  return (url: string): StreamJudge => {
    const heard: string[] = [];
    let isOver = false;
    let socket: UndiciWebSocket | WebSocket;
    const listen = () => {
      socket = connect(url.replace('http', 'ws'));
      socket.onopen = () => heard.push('open');
      socket.onmessage = ({ data }: { data: unknown }) =>
        heard.push(JSON.parse(String(data)).payload.id);
      socket.onerror = () => {};
      socket.onclose = () => {
        if (!isOver) setTimeout(listen, RETRY_MS);
      };
    };
    listen();
    return {
      heard,
      close() {
        isOver = true;
        socket.close();
      },
    };
  };
}

export const SOCKET_JUDGES: Readonly<Record<string, (url: string) => StreamJudge>> = {
  ws: socketJudge((url) => new WebSocket(url)),
  'undici-socket': socketJudge((url) => new UndiciWebSocket(url)),
};
