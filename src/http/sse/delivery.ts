// Delivers a batch of live entries, or a heartbeat, to all readers of resumable streams.
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { noteLivePosition, passOn } from '../live/live-reader.ts';
import { forEachReader } from '../live/readers.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import type { Cursors } from '../reading/cursor.ts';
import type { Frames } from './frames.ts';
import { cursorText } from './sse.ts';
import type { SseReader, SseReaders } from './sse-reader.ts';
import type { StreamShape } from './stream-shape.ts';

export interface LiveDeliveryDeps {
  readonly readers: SseReaders;
  readonly frames: Frames;
  readonly limits: StreamLimits;
  readonly shape: StreamShape;
  readonly cursors: () => Cursors;
}

export async function deliverBatch(
  entries: readonly JournalEntry[],
  { readers, frames, limits, cursors }: LiveDeliveryDeps,
): Promise<void> {
  if (entries.length === 0) return;
  await forEachReader(readers.groups.values(), (group) => {
    const shown = entries.filter(({ event }) => group.view.shows(event));
    const newest = shown.at(-1);
    if (newest === undefined) return undefined;
    group.position = newest.position;
    let shared: Buffer | undefined;
    const bytesOf = (fresh: readonly JournalEntry[]) => {
      if (fresh !== shown) return frames.chunk(cursors(), fresh);
      shared ??= frames.chunk(cursors(), shown);
      return shared;
    };
    const write = (reader: SseReader, fresh: readonly JournalEntry[]) =>
      readers.write(reader, bytesOf(fresh));
    return (reader) => passOn(reader, shown, { limits, write });
  });
}

/**
 * `last`: the newest delivered position, which also moves the cursors of readers whose view was quiet. Not for
 * readers with limited access: they would learn when others' events arrive.
 */
export async function deliverHeartbeat(
  last: Position | undefined,
  { readers, shape: { heartbeat }, cursors }: LiveDeliveryDeps,
): Promise<void> {
  await forEachReader(readers.groups.values(), (group) => {
    const moved = last !== undefined && group.position !== last && !group.view.isLimited;
    group.position = last;
    let full = moved ? undefined : heartbeat;
    const fullText = () => {
      if (last !== undefined) full ??= heartbeat + cursorText(cursors().seal(last));
      return full ?? heartbeat;
    };
    return (reader) => {
      noteLivePosition(reader, last);
      const { state } = reader;
      switch (state.kind) {
        case 'joining':
          if (!reader.connection.isFull()) readers.write(reader, heartbeat);
          return;
        case 'live':
          readers.write(reader, state.ahead === undefined ? fullText() : heartbeat);
          return;
        case 'admitting':
        case 'ending':
        case 'ended':
          return;
      }
    };
  });
}
