// One batch of live entries, or one heartbeat, to all readers: those who are live get bytes, those
// who still catch up get the entries to wait with.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { JournalEntry, Position } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Cursors } from '../reading/cursor.ts';
import type { Frames } from '../sse/frames.ts';
import { hold, type Reader } from '../sse/reader.ts';
import type { Group, Readers } from '../sse/readers.ts';
import { cursorText } from '../sse/sse.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';
import type { StreamShape } from '../sse/stream-shape.ts';

export interface LiveDeliveryDeps {
  readonly readers: Readers;
  readonly frames: Frames;
  readonly limits: StreamLimits;
  readonly shape: StreamShape;
  readonly cursors: () => Cursors;
}

/** After so many readers and groups everything else in the process gets its turn. */
const SLICE = 500;

export async function deliverBatch(
  entries: readonly JournalEntry[],
  deps: LiveDeliveryDeps,
): Promise<void> {
  const last = entries.at(-1)?.position;
  if (last === undefined) return;
  await forEachReader(deps.readers, (group) => {
    const shown = entries.filter(({ event }) => group.view.shows(event));
    const newest = shown.at(-1);
    if (newest === undefined) return undefined;
    group.place = newest.position;
    let chunk: Buffer | undefined;
    return (reader) => {
      if (reader.waiting !== undefined) return hold(reader, shown, deps.limits);
      if (reader.ahead !== undefined) return deliverAhead(reader, shown, deps);
      chunk ??= deps.frames.chunk(deps.cursors(), shown);
      deps.readers.write(reader, chunk);
    };
  });
}

/**
 * `last`: what the live side has delivered; readers of a quiet view learn that they are there too.
 * Those who may not see everything don't: it would tell when others' events come.
 */
export async function deliverHeartbeat(
  last: Position | undefined,
  { readers, shape: { heartbeat }, cursors }: LiveDeliveryDeps,
): Promise<void> {
  await forEachReader(readers, (group) => {
    const moved = last !== undefined && group.place !== last && !group.view.isLimited;
    group.place = last;
    let full = moved ? undefined : heartbeat;
    const fullText = () => {
      if (last !== undefined) full ??= heartbeat + cursorText(cursors().seal(last));
      return full ?? heartbeat;
    };
    return (reader) => {
      if (!reader.greeted) return;
      passed(reader, last);
      if (reader.waiting !== undefined && reader.out.writableNeedDrain) return;
      const live = reader.waiting === undefined && reader.ahead === undefined;
      readers.write(reader, live ? fullText() : heartbeat);
    };
  });
}

/** `visit` prepares what a group shares and answers what is to be done with each of its readers. */
async function forEachReader(
  readers: Readers,
  visit: (group: Group) => ((reader: Reader) => void) | undefined,
): Promise<void> {
  let count = 0;
  for (const group of readers.groups.values()) {
    const serve = visit(group);
    count += 1;
    if (count % SLICE === 0) await nextTick();
    if (serve === undefined) continue;
    for (const reader of group.readers) {
      serve(reader);
      count += 1;
      if (count % SLICE === 0) await nextTick();
    }
  }
}

/** The reader read further in the journal than the live side is: it has some of these already. */
function deliverAhead(
  reader: Reader,
  entries: readonly JournalEntry[],
  deps: LiveDeliveryDeps,
): void {
  const { ahead } = reader;
  if (ahead === undefined) return;
  const fresh = entries.filter(({ position }) => comparePositions(position, ahead) > 0);
  if (fresh.length === 0) return;
  reader.ahead = undefined;
  deps.readers.write(reader, deps.frames.chunk(deps.cursors(), fresh));
}

function passed(reader: Reader, last: Position | undefined): void {
  const { ahead } = reader;
  if (ahead === undefined || last === undefined) return;
  if (comparePositions(last, ahead) >= 0) reader.ahead = undefined;
}
