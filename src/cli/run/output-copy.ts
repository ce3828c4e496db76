// A copy of a command's output for its log, in bounded memory: where it is written faster than it can be sent, the
// oldest part is dropped and counted. Costs next to nothing per byte; lines are only made of what is sent.
import type { OutputChannel } from './child.ts';
import { type ProgressLine, withoutProgress } from './progress-line.ts';

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
  /** The newest progress that was written since the last call. */
  takeProgress(): ProgressLine | undefined;
  /** The end of everything that was written, of both channels in their order. */
  tail(): string;
}

const MAX_BYTES = 1_048_576;
const MAX_LINES = 5_000;
/** A longer line is cut. */
const MAX_HELD = 65_536;
const TAIL_BYTES = 16_384;
const LINE_END = 10;
const KEY = 'PRIVATE KEY-----';

export function createOutputCopy(maxBytes: number = MAX_BYTES): OutputCopy {
  const held = { out: createHeld(), err: createHeld() };
  const parts = createParts(maxBytes);
  let tail = Buffer.alloc(0);
  let newest: ProgressLine | undefined;

  function push(channel: OutputChannel, whole: Buffer): void {
    const { rest, progress } = withoutProgress(whole);
    newest = progress ?? newest;
    if (rest.length === 0) return;
    const { isInKey } = held[channel];
    held[channel].isInKey = isKeyOpen(rest, isInKey);
    parts.add({ channel, bytes: rest, isInKey });
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
    take: parts.take,
    get isEmpty() {
      return parts.isEmpty();
    },
    takeProgress() {
      const taken = newest;
      newest = undefined;
      return taken;
    },
    tail: () => tail.toString('utf8'),
  };
}

/** The newest parts, within both limits; the last one is always kept, at least its end. */
function createParts(maxBytes: number) {
  const parts: (Omit<OutputPart, 'droppedLines'> & { readonly lines: number })[] = [];
  let bytes = 0;
  let lines = 0;
  let dropped = 0;

  function shift() {
    const oldest = parts.shift();
    bytes -= oldest?.bytes.length ?? 0;
    lines -= oldest?.lines ?? 0;
    return oldest;
  }

  return {
    isEmpty: () => parts.length === 0,
    add(part: Omit<OutputPart, 'droppedLines'>): void {
      const all = countLines(part.bytes);
      const kept = all > MAX_LINES ? lastLines(part.bytes, MAX_LINES) : part.bytes;
      const surplus = Math.max(0, all - MAX_LINES);
      parts.push({ ...part, bytes: kept, lines: all - surplus });
      bytes += kept.length;
      lines += all - surplus;
      while (parts.length > 1 && (bytes > maxBytes || lines > MAX_LINES)) {
        dropped += shift()?.lines ?? 0;
      }
      // What was before it has gone by now.
      dropped += surplus;
    },
    take(max: number): OutputPart[] {
      const taken: OutputPart[] = [];
      for (let left = max; left > 0; ) {
        const part = shift();
        if (part === undefined) break;
        left -= part.bytes.length;
        const { channel, bytes, isInKey } = part;
        taken.push({ channel, bytes, isInKey, droppedLines: dropped });
        dropped = 0;
      }
      return taken;
    },
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
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === LINE_END) count += 1;
  return count;
}

function lastLines(bytes: Buffer, count: number): Buffer {
  let start = bytes.length - 1;
  for (let left = count; left > 0; left -= 1) start = bytes.lastIndexOf(LINE_END, start - 1);
  return bytes.subarray(start + 1);
}
