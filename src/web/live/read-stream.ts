// Reads a stream of the server, which writes at least a comment every few seconds: one that is silent for longer is
// gone, though nobody said so, as after a sleep of the machine or behind a proxy that forgot it.
import { later, monotonicNow, whenTimeLeapt } from '../browser/browser-clock.ts';
import { whenHiddenForLong } from '../browser/visibility.ts';

/** The server writes more often than this. */
const SILENT_MS = 60_000;

export interface WatchedStream {
  /**
   * Aborts with `abort`, when the stream is silent for too long, and when nobody looks at the page for a while: for the
   * request itself.
   */
  readonly signal: AbortSignal;
  /** Returns when the stream ends; throws when it breaks. */
  read(response: Response, onText: (text: string) => void): Promise<void>;
  /** The request is over, however it ended. */
  close(): void;
}

/** From now on, so that a request without an answer ends, too. */
export function watchStream(abort: AbortSignal): WatchedStream {
  const silence = new AbortController();
  const signal = AbortSignal.any([abort, silence.signal]);
  let heardAt = monotonicNow();
  const watch = () => {
    if (signal.aborted) return;
    if (monotonicNow() - heardAt > SILENT_MS) silence.abort();
    else later(SILENT_MS / 4, watch);
  };
  watch();
  whenTimeLeapt(() => silence.abort(), signal);
  void whenHiddenForLong(() => silence.abort(), signal);
  // Browsers leave open what they can't reach any more: the page would go on saying that it is live.
  addEventListener('offline', () => silence.abort(), { signal });
  return {
    signal,
    async read(response, onText) {
      if (response.body === null) return;
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        heardAt = monotonicNow();
        onText(decoder.decode(part.value, { stream: true }));
      }
    },
    close: () => silence.abort(),
  };
}
