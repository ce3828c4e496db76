// Hands on what was found in a job's file, together with the acknowledgement that moves the position
// of that file.

import type { RawMessage } from '../../dialects/dialect.ts';
import type { Ingest, IngestStep } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { FileLine } from '../text/cut-lines.ts';
import { type FilePosition, writeFilePosition } from './file-place.ts';
import { moveOn, type Run, standAt } from './run.ts';
import type { RunReading } from './run-reader.ts';

export interface RunIngester {
  /** Answers whether there is more to read at once. Rejects as `Receive.take` does. */
  take(run: Run, reading: RunReading): Promise<boolean>;
}

interface Deps {
  readonly receive: Receive;
  /** A line that ends the process which takes it is found and set aside. */
  readonly take: Ingest;
  readonly dialect: string;
  readonly clock: Pick<Clock, 'now'>;
}

export function createRunIngester({ receive, take, dialect, clock }: Deps): RunIngester {
  function messageIn({ source, jobId }: Run, { offset, text }: FileLine): RawMessage {
    const arrivedAt = clock.now();
    return { dialect, text, source, entryId: String(offset), arrivedAt, about: { jobId } };
  }

  /** Answers whether it stood where we thought; when not, it stands where somebody else got to. */
  async function takeIn(run: Run, lines: readonly FileLine[], to: FilePosition): Promise<boolean> {
    const [source, from] = [run.source, run.at ?? ''];
    const result =
      lines.length === 0
        ? await receive.take({
            messages: [],
            lossy: false,
            acknowledgement: { source, from, to: writeFilePosition(to) },
          })
        : await take({ source, from, steps: stepsOf(run, lines, to) });
    if (result.kind === 'moved') standAt(run, result.at);
    else run.at = writeFilePosition(to);
    return result.kind === 'appended';
  }

  /** Behind a line, the file stands where the next one begins. */
  function stepsOf(run: Run, lines: readonly FileLine[], to: FilePosition): IngestStep[] {
    const inode = run.place?.inode ?? to.inode;
    return lines.map((line, at) => {
      const next = lines[at + 1];
      const place = next === undefined ? to : { inode, offset: next.offset };
      return { message: messageIn(run, line), to: writeFilePosition(place) };
    });
  }

  return {
    async take(run, reading) {
      if (reading.kind === 'unfinished') return true;
      if (reading.kind === 'lines') {
        const { lines, to, isMore } = reading;
        if (lines.length > 0 && !(await takeIn(run, lines, to))) return true;
        moveOn(run, to);
        return isMore;
      }
      // So that a file begun anew is not taken for the old one after a restart.
      return run.place !== undefined && isAhead(run, run.place)
        ? !(await takeIn(run, [], run.place))
        : false;
    },
  };
}

function isAhead({ at }: Run, place: FilePosition): boolean {
  return writeFilePosition(place) !== at && !(at === '' && place.offset === 0);
}
