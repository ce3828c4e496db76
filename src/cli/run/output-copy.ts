// A copy of a command's output for its log, in bounded memory: where it is written faster than it can be sent, the
// oldest part is dropped and counted. Costs next to nothing per byte; lines are only made of what is sent.
import type { OutputChannel } from './child.ts';
import { type ProgressLine, takeProgress } from './progress-line.ts';

/** A part of the output: whole lines, but for lines that are very long. */
export interface OutputPart {
  readonly channel: OutputChannel;
  readonly bytes: Buffer;
  /** Lines that were dropped right before it, of either channel. */
  readonly droppedLines: number;
  /** It begins inside of a private key, whose beginning may have been dropped. */
  readonly isInKey: boolean;
}

export interface OutputCopy {
  write(channel: OutputChannel, chunk: Buffer): void;
  /** What comes without a line end counts as a line. */
  end(): void;
  /** The oldest parts, about `maxBytes` of them. */
  take(maxBytes: number): OutputPart[];
  readonly isEmpty: boolean;
  /** The end of everything that was written, of both channels in their order. */
  tail(): string;
}

interface Deps {
  readonly onProgress: (progress: ProgressLine) => void;
  readonly maxBytes?: number;
}

const MAX_BYTES = 1_048_576;
/** A longer line is cut. */
const MAX_HELD = 65_536;
const TAIL_BYTES = 16_384;
const LINE_END = 10;
const KEY = 'PRIVATE KEY-----';

export function createOutputCopy({ onProgress, maxBytes = MAX_BYTES }: Deps): OutputCopy {
  const held = { out: createHeld(), err: createHeld() };
  const parts: OutputPart[] = [];
  let bytes = 0;
  let dropped = 0;
  let tail = Buffer.alloc(0);

  function push(channel: OutputChannel, whole: Buffer): void {
    const { rest, progress } = takeProgress(whole);
    if (progress !== undefined) onProgress(progress);
    if (rest.length === 0) return;
    const { isInKey } = held[channel];
    held[channel].isInKey = isKeyOpen(rest, isInKey);
    parts.push({ channel, bytes: rest, droppedLines: 0, isInKey });
    bytes += rest.length;
    while (bytes > maxBytes) {
      const oldest = parts.shift();
      if (oldest === undefined) return;
      bytes -= oldest.bytes.length;
      dropped += oldest.droppedLines + countLines(oldest.bytes);
    }
  }

  return {
    write(channel, chunk) {
      tail = Buffer.concat([tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
      const { rest } = held[channel];
      const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = data.lastIndexOf(LINE_END) + 1;
      const isLong = data.length - end > MAX_HELD;
      const whole = isLong ? data : data.subarray(0, end);
      // A copy, so that a few bytes don't keep a large buffer.
      held[channel].rest = Buffer.from(data.subarray(whole.length));
      if (whole.length > 0) push(channel, whole);
    },
    end() {
      for (const channel of ['out', 'err'] as const) {
        const { rest } = held[channel];
        held[channel].rest = Buffer.alloc(0);
        if (rest.length > 0) push(channel, Buffer.concat([rest, Buffer.from('\n')]));
      }
    },
    take(max) {
      const taken: OutputPart[] = [];
      for (let left = max; left > 0; ) {
        const part = parts.shift();
        if (part === undefined) break;
        bytes -= part.bytes.length;
        left -= part.bytes.length;
        taken.push({ ...part, droppedLines: dropped });
        dropped = 0;
      }
      return taken;
    },
    get isEmpty() {
      return parts.length === 0;
    },
    tail: () => tail.toString('utf8'),
  };
}

function createHeld() {
  return { rest: Buffer.alloc(0), isInKey: false };
}

/** Whether a private key is open at the end. */
function isKeyOpen(bytes: Buffer, before: boolean): boolean {
  const last = bytes.lastIndexOf(KEY);
  if (last < 0) return before;
  return bytes.lastIndexOf('-----BEGIN', last) > bytes.lastIndexOf('-----END', last);
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) count += 1;
  return count;
}
