// Encodes each event once, into a buffer that all readers share; the newest are cached.
import type { JournalEntry, Position } from '../../journal/journal.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Cursors } from '../reading/cursor.ts';
import { createEventJson } from '../reading/event-json.ts';
import { cursorText, eventFrame } from './sse.ts';
import type { StreamShape } from './stream-shape.ts';

export interface Frames {
  /** The bytes of these entries, in order, as one chunk. */
  chunk(cursors: Cursors, entries: readonly JournalEntry[]): Buffer;
}

interface Deps {
  readonly shape: StreamShape;
  readonly log: Logger;
  /** Size of the cache for readers that reconnect. */
  readonly cacheBytes: number;
}

export function createFrames({ shape, log, cacheBytes }: Deps): Frames {
  const jsonOf = createEventJson({ encode: shape.encode, log });
  const cache = new Map<Position, Buffer>();
  let cachedFor: Cursors | undefined;
  let sizeBytes = 0;

  function encoded(cursors: Cursors, { position, event }: JournalEntry): Buffer {
    const id = cursors.seal(position);
    const json = jsonOf(event);
    if (json === undefined) return Buffer.from(cursorText(id));
    return Buffer.from(eventFrame(shape.named ? event.type : undefined, { id, json }));
  }

  function keep(position: Position, frame: Buffer): void {
    cache.set(position, frame);
    sizeBytes += frame.length;
    for (const [oldest, { length }] of cache) {
      if (sizeBytes <= cacheBytes) return;
      cache.delete(oldest);
      sizeBytes -= length;
    }
  }

  function frame(cursors: Cursors, entry: JournalEntry): Buffer {
    const known = cache.get(entry.position);
    if (known !== undefined) return known;
    const made = encoded(cursors, entry);
    keep(entry.position, made);
    return made;
  }

  return {
    chunk(cursors, entries) {
      if (cursors !== cachedFor) {
        cache.clear();
        sizeBytes = 0;
        cachedFor = cursors;
      }
      const frames = entries.map((entry) => frame(cursors, entry));
      const [only] = frames;
      return frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
    },
  };
}
