// Encodes each event once, into one Buffer that all readers share; the newest are kept.
import { messageOf } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { JournalEntry, Position } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import { frameText, placeText } from './sse.ts';

export interface Frames {
  /** The bytes of these entries, in order, as one chunk. */
  chunk(epoch: string, entries: readonly JournalEntry[]): Buffer;
}

interface Deps {
  /** The shape that the readers get; answers what becomes JSON. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly log: Logger;
  /** How much is kept for readers that come back, in bytes. */
  readonly keptBytes: number;
}

export function createFrames({ encode, log, keptBytes }: Deps): Frames {
  const kept = new Map<Position, Buffer>();
  let keptEpoch = '';
  let sizeBytes = 0;

  function encoded(epoch: string, { position, event }: JournalEntry): Buffer {
    const id = { epoch, position };
    try {
      return Buffer.from(frameText({ id, event: event.type, data: encode(event) }));
    } catch (error) {
      log.error({ eventId: event.id, reason: messageOf(error) }, 'event_encode_failed');
      return Buffer.from(placeText(id));
    }
  }

  function keep(position: Position, frame: Buffer): void {
    kept.set(position, frame);
    sizeBytes += frame.length;
    for (const [oldest, { length }] of kept) {
      if (sizeBytes <= keptBytes) return;
      kept.delete(oldest);
      sizeBytes -= length;
    }
  }

  function frame(epoch: string, entry: JournalEntry): Buffer {
    const known = kept.get(entry.position);
    if (known !== undefined) return known;
    const made = encoded(epoch, entry);
    keep(entry.position, made);
    return made;
  }

  return {
    chunk(epoch, entries) {
      if (epoch !== keptEpoch) {
        kept.clear();
        sizeBytes = 0;
        keptEpoch = epoch;
      }
      const frames = entries.map((entry) => frame(epoch, entry));
      const [only] = frames;
      return frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
    },
  };
}
