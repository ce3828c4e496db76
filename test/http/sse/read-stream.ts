// A client that reads a stream of the HTTP API as strictly as the standard asks.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { inTime } from '../../helpers/wait.ts';

/** Of the end of a stream, so much is said when what was waited for does not come. */
const SEEN = 1_000;

export interface Stream {
  readonly response: Response;
  readonly events: readonly EventSourceMessage[];
  readonly comments: readonly string[];
  readonly retries: readonly number[];
  /** All bytes as they came. */
  readonly text: string;
  /** Ids of the events, as the shape has them. */
  readonly ids: readonly string[];
  /** Resolves as soon as it is so; rejects when the stream ends before. */
  until(isSo: (stream: Stream) => boolean): Promise<void>;
  /** Resolves when the stream is over, with or without an error. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function readStream(
  url: string,
  headers: Record<string, string>,
  greeted: boolean,
): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const waiting = new Set<() => void>();
  let text = '';
  let over = false;

  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onRetry: (ms) => retries.push(ms),
    onError: (error) => {
      throw error;
    },
  });

  async function read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of response.body ?? []) {
        const piece = decoder.decode(bytes, { stream: true });
        text += piece;
        parser.feed(piece);
        for (const look of waiting) look();
      }
    } catch {
      // Cut off: what came until then counts.
    }
    over = true;
    for (const look of waiting) look();
  }

  const stream: Stream = {
    response,
    events,
    comments,
    retries,
    get text() {
      return text;
    },
    get ids() {
      return events.map(({ data }) => String(JSON.parse(data).event_id));
    },
    until(isSo) {
      const come = new Promise<void>((resolve, reject) => {
        const look = () => {
          if (isSo(stream)) resolve();
          else if (over) reject(new Error(`the stream ended before; it was:\n${text}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      });
      return inTime(come, String(isSo), { saw: () => text.slice(-SEEN) });
    },
    ended: read(),
    close: () => abort.abort(),
  };
  if (response.status === 200 && greeted) await stream.until(() => text.includes('\n\n'));
  return stream;
}
