// Brings a reader from its cursor to the live side without loss or repetition: it waits with what
// comes live, reads the journal up to its end, and then gets what waited.
import type { Clock } from '../clock.ts';
import type { Journal, JournalEntry, Position } from '../journal/journal.ts';
import { comparePositions, formatCursor } from './cursor.ts';
import type { Frames } from './frames.ts';
import { type History, wholeHistory } from './history.ts';
import type { InTurn } from './in-turn.ts';
import { drained, type Reader } from './reader.ts';
import type { Readers } from './readers.ts';
import { frameText, placeText, retryText } from './sse.ts';
import { gapBehind, type Start, type StartingPoint, startingPoint } from './starting-point.ts';
import type { StreamLimits } from './stream-limits.ts';

/** How a stream begins. */
export interface Beginning {
  readonly start: Start;
  /** Sent before everything else. */
  readonly greeting?: { readonly event: string; readonly data: unknown };
  /** Where catching up reads; the whole journal when absent. It may leave out what nobody is shown. */
  readonly history?: History;
}

interface Deps {
  readonly journal: Journal;
  readonly readers: Readers;
  readonly frames: Frames;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  /** Loads pages of the journal. */
  readonly inTurn: InTurn;
  /** Told the journal's identity before anything of it is written. */
  readonly onEpoch: (epoch: string) => void;
}

interface Stretch {
  readonly history: History;
  readonly epoch: string;
  readonly after: Position;
  readonly end: Position;
}

const RETRY_MS = { least: 1_000, spread: 2_000 };
/** So many entries are written before the connection is asked whether it keeps up. */
const WRITE_ENTRIES = 20;

/**
 * Resolves when the reader is live, or gone. The reader has to be among the readers already, so that
 * nothing appended from now on passes it by. Rejects when the journal can't be read.
 */
export async function join(reader: Reader, beginning: Beginning, deps: Deps): Promise<void> {
  const { history = wholeHistory(deps.journal) } = beginning;
  const { epoch, last, ...rest } = await deps.journal.bounds();
  deps.onEpoch(epoch);
  const point = startingPoint(beginning.start, { epoch, last, ...rest });
  deps.readers.write(reader, openingText(beginning, { epoch, point }, deps.clock));
  reader.greeted = true;
  let position = await catchUp(reader, { history, epoch, after: point.after, end: last }, deps);
  while (reader.overtaken && position !== undefined) {
    reader.overtaken = false;
    const { last: end } = await deps.journal.bounds();
    position = await catchUp(reader, { history, epoch, after: position, end }, deps);
  }
  if (position !== undefined) goLive(reader, { epoch, position }, deps);
}

function openingText(
  { greeting }: Beginning,
  { epoch, point: { after, gap } }: { readonly epoch: string; readonly point: StartingPoint },
  clock: Clock,
): string {
  const id = { epoch, position: after };
  const retry = retryText(RETRY_MS.least + clock.random() * RETRY_MS.spread);
  const first =
    greeting && frameText({ id, event: greeting.event, json: JSON.stringify(greeting.data) });
  const place = gap && frameText({ id, event: 'gap', json: JSON.stringify(gap) });
  return `${first ?? ''}${retry}${place ?? (first === undefined ? placeText(id) : '')}`;
}

/** Answers the place up to which the reader has everything; `undefined` when it is gone. */
async function catchUp(
  reader: Reader,
  { history, epoch, after, end }: Stretch,
  deps: Deps,
): Promise<Position | undefined> {
  let position = after;
  while (!reader.closed && comparePositions(position, end) < 0) {
    const { entries: page, next } = await deps.inTurn(() =>
      history(position, deps.limits.pageSize),
    );
    if (position !== after) await tellGap(reader, { epoch, position, next: page[0] }, deps);
    if (!(await writePage(reader, { epoch, page }, deps))) return undefined;
    position = next ?? page.at(-1)?.position ?? position;
    if (next === undefined) break;
  }
  return reader.closed ? undefined : position;
}

/** Retention may overtake a reader that is slow to catch up. */
async function tellGap(
  reader: Reader,
  { epoch, position, next }: { epoch: string; position: Position; next: JournalEntry | undefined },
  deps: Deps,
): Promise<void> {
  const bounds = await deps.journal.bounds();
  const behind = gapBehind(position, bounds);
  if (behind === undefined || next === undefined || reader.closed) return;
  if (comparePositions(next.position, bounds.first ?? bounds.last) < 0) return;
  const id = { epoch, position };
  const data = { ...behind.gap, resumed_at: formatCursor({ epoch, position: next.position }) };
  deps.readers.write(reader, frameText({ id, event: 'gap', json: JSON.stringify(data) }));
}

/** `false` when the reader is gone, or did not take what was written. */
async function writePage(
  reader: Reader,
  { epoch, page }: { readonly epoch: string; readonly page: readonly JournalEntry[] },
  deps: Deps,
): Promise<boolean> {
  const shown = page.filter(({ event }) => reader.view.shows(event));
  for (let from = 0; from < shown.length; from += WRITE_ENTRIES) {
    if (reader.closed) return false;
    const entries = shown.slice(from, from + WRITE_ENTRIES);
    deps.readers.write(reader, deps.frames.chunk(epoch, entries));
    if (await drained(reader, deps.clock, deps.limits.patienceMs)) continue;
    deps.readers.cut(reader);
    return false;
  }
  return !reader.closed;
}

/** In one go, so that nothing can come between. */
function goLive(
  reader: Reader,
  { epoch, position }: { readonly epoch: string; readonly position: Position },
  { frames, readers }: Deps,
): void {
  if (reader.closed) return;
  const fresh = (reader.waiting ?? []).filter(
    (entry) => comparePositions(entry.position, position) > 0,
  );
  reader.waiting = undefined;
  reader.ahead = fresh.at(-1)?.position ?? position;
  if (fresh.length > 0) readers.write(reader, frames.chunk(epoch, fresh));
}
