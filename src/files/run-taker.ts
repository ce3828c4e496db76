// Hands on what was found in a job's file, together with the acknowledgement that moves the position
// of that file.
import type { Clock } from '../clock.ts';
import type { RawMessage } from '../dialects/dialect.ts';
import type { Receive } from '../intake/receive.ts';
import type { Line } from './cut-lines.ts';
import { type FilePlace, placeText } from './file-place.ts';
import { moveOn, type Run, standAt } from './run.ts';
import type { Reading } from './run-reader.ts';

export interface RunTaker {
  /** Answers whether there is more to read at once. Rejects as `Receive.take` does. */
  take(run: Run, reading: Reading): Promise<boolean>;
}

interface Deps {
  readonly receive: Receive;
  readonly dialect: string;
  readonly clock: Pick<Clock, 'now'>;
}

export function createRunTaker({ receive, dialect, clock }: Deps): RunTaker {
  function messageIn({ source, jobId }: Run, { offset, text }: Line): RawMessage {
    const arrivedAt = clock.now();
    return { dialect, text, source, entryId: String(offset), arrivedAt, about: { jobId } };
  }

  /** Answers whether it stood where we thought; when not, it stands where somebody else got to. */
  async function takeIn(run: Run, lines: readonly Line[], to: FilePlace): Promise<boolean> {
    const messages = lines.map((line) => messageIn(run, line));
    const acknowledgement = { source: run.source, from: run.at ?? '', to: placeText(to) };
    const result = await receive.take({ messages, lossy: false, acknowledgement });
    if (result.kind === 'moved') standAt(run, result.at);
    else run.at = acknowledgement.to;
    return result.kind === 'appended';
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

function isAhead({ at }: Run, place: FilePlace): boolean {
  return placeText(place) !== at && !(at === '' && place.offset === 0);
}
