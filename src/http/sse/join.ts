// Brings a reader from its cursor to the live side without loss or repetition: live entries are held while it reads
// the journal to its end, and are written then.

import { type Journal, type JournalEntry, type Position, START } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { ReplayResult } from '../../runtime/metrics/http.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { goLive, hasLeft, hasOverflowed, markOpened, resetHeld } from '../live/live-reader.ts';
import type { StreamLimits } from '../live/stream-limits.ts';
import type { TaskLimiter } from '../pacing/task-limiter.ts';
import type { Cursors, CursorsOf } from '../reading/cursor.ts';
import { type EventHistory, filteredHistory, newestIn, wholeHistory } from '../reading/history.ts';
import {
  gapAfter,
  type JournalState,
  type Start,
  type StartingPoint,
  startingPoint,
} from '../reading/starting-point.ts';
import type { Frames } from './frames.ts';
import { type ControlName, controlFrame, cursorText, retryText } from './sse.ts';
import type { SseReader, SseReaders } from './sse-reader.ts';

/** How a stream starts. */
export interface JoinStart {
  readonly start: Start;
  /** Sent before everything else. */
  readonly firstEvent?: { readonly event: ControlName; readonly data: unknown };
  /**
   * What to catch up from. Absent: the whole journal, or for a reader with limited access a filtered one, because
   * the time it takes to skip others' events would reveal their number.
   */
  readonly history?: EventHistory;
}

interface Deps {
  readonly journal: Journal;
  readonly readers: SseReaders;
  readonly frames: Frames;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  /** For loading pages of the journal. */
  readonly runLimited: TaskLimiter;
  readonly cursorsOf: CursorsOf;
  /** Called with the journal's cursors before anything is written. */
  readonly onCursors: (cursors: Cursors) => void;
  readonly shape: { readonly name: string };
  readonly metrics: Pick<Metrics, 'readerStarted'>;
}

interface CatchUpRange {
  readonly history: EventHistory;
  readonly known: JournalState;
  readonly after: Position;
  readonly end: Position;
}

const RETRY_MS = { min: 1_000, spread: 2_000 };
/** Entries written between checks that the connection keeps up. */
const WRITE_ENTRIES = 20;

/**
 * Resolves once the reader is live or gone. The reader must have been added to `readers` before, so that it misses
 * nothing appended from now on. Rejects if the journal can't be read.
 */
export async function joinStream(reader: SseReader, opening: JoinStart, deps: Deps): Promise<void> {
  const history = opening.history ?? historyOf(reader, deps.journal);
  const known = await journalStateFor(reader, opening.start, deps);
  const { cursors, bounds } = known;
  deps.onCursors(cursors);
  const point = startingPoint(opening.start, known);
  deps.readers.write(reader, openingText(opening, { cursors, point }, deps.clock));
  deps.metrics.readerStarted(deps.shape.name, replayResult(opening.start, point));
  markOpened(reader);
  let position = await catchUp(
    reader,
    { history, known, after: point.after, end: bounds.last },
    deps,
  );
  while (position !== undefined && hasOverflowed(reader)) {
    resetHeld(reader);
    const { last: end } = await deps.journal.bounds();
    position = await catchUp(reader, { history, known, after: position, end }, deps);
  }
  if (position === undefined) return;
  const held = goLive(reader, position);
  if (held.length > 0) deps.readers.write(reader, deps.frames.chunk(cursors, held));
}

function replayResult(start: Start, { gap }: StartingPoint): ReplayResult {
  switch (start.kind) {
    case 'now':
      return 'new';
    case 'oldest':
      return 'history';
    case 'cursor':
      return gap === undefined ? 'resumed' : 'gap';
  }
}

function historyOf({ view }: SseReader, journal: Journal): EventHistory {
  return view.isLimited ? filteredHistory(journal, view.filter) : wholeHistory(journal);
}

async function journalStateFor(
  { view }: SseReader,
  start: Start,
  { journal, cursorsOf }: Deps,
): Promise<JournalState> {
  // Before the bounds, so that catching up includes what is appended in between.
  const newest = () => (start.kind === 'oldest' ? START : newestIn(journal, view.filter));
  const newestVisible = view.isLimited ? await newest() : undefined;
  const bounds = await journal.bounds();
  const cursors = await cursorsOf(bounds.epoch);
  return { bounds, cursors, ...defined({ newestVisible }) };
}

function openingText(
  { firstEvent }: JoinStart,
  {
    cursors,
    point: { after, isGuess, gap },
  }: { readonly cursors: Cursors; readonly point: StartingPoint },
  clock: Clock,
): string {
  const id = isGuess ? {} : { id: cursors.seal(after) };
  const retry = retryText(RETRY_MS.min + clock.random() * RETRY_MS.spread);
  const first =
    firstEvent && controlFrame(firstEvent.event, { ...id, json: JSON.stringify(firstEvent.data) });
  if (gap !== undefined) {
    return `${first ?? ''}${retry}${controlFrame('gap', { ...id, json: JSON.stringify(gap) })}`;
  }
  const hasCursor = first !== undefined || id.id === undefined;
  return `${first ?? ''}${retry}${hasCursor ? '' : cursorText(id.id)}`;
}

/** Returns the position up to which the reader has everything; `undefined` if it is gone. */
async function catchUp(
  reader: SseReader,
  { history, known, after, end }: CatchUpRange,
  deps: Deps,
): Promise<Position | undefined> {
  let position = after;
  while (!hasLeft(reader) && comparePositions(position, end) < 0) {
    const { entries: page, next } = await deps.runLimited(() =>
      history(position, deps.limits.pageSize),
    );
    if (position !== after) await writeGap(reader, { known, position, next: page[0] }, deps);
    if (!(await writePage(reader, { cursors: known.cursors, page }, deps))) return undefined;
    position = next ?? page.at(-1)?.position ?? position;
    if (next === undefined) break;
  }
  return hasLeft(reader) ? undefined : position;
}

/** Retention may overtake a reader that is slow to catch up. */
async function writeGap(
  reader: SseReader,
  {
    known,
    position,
    next,
  }: { known: JournalState; position: Position; next: JournalEntry | undefined },
  deps: Deps,
): Promise<void> {
  const bounds = await deps.journal.bounds();
  const behind = gapAfter(position, { ...known, bounds });
  if (behind === undefined || next === undefined || hasLeft(reader)) return;
  if (comparePositions(next.position, bounds.first ?? bounds.last) < 0) return;
  const { cursors } = known;
  const id = cursors.seal(position);
  const data = { ...behind.gap, resumed_at: cursors.seal(next.position) };
  deps.readers.write(reader, controlFrame('gap', { id, json: JSON.stringify(data) }));
}

/** Returns false if the reader is gone or too slow. */
async function writePage(
  reader: SseReader,
  { cursors, page }: { readonly cursors: Cursors; readonly page: readonly JournalEntry[] },
  deps: Deps,
): Promise<boolean> {
  const shown = page.filter(({ event }) => reader.view.shows(event));
  for (let from = 0; from < shown.length; from += WRITE_ENTRIES) {
    if (hasLeft(reader)) return false;
    const entries = shown.slice(from, from + WRITE_ENTRIES);
    deps.readers.write(reader, deps.frames.chunk(cursors, entries));
    if (await reader.connection.drained(deps.limits.drainTimeoutMs)) continue;
    deps.readers.end(reader, 'too_slow');
    return false;
  }
  return !hasLeft(reader);
}
