// Makes lines of a log of what a command wrote: as a terminal would have left them, and without credentials.
import { StringDecoder } from 'node:string_decoder';
import { createRedactor, type Redactor } from '../../redact/redactor.ts';
import type { LogLine } from '../../tails/log-sink.ts';
import type { OutputChannel } from './child.ts';
import type { OutputPart } from './output-copy.ts';

export interface LogLines {
  of(parts: readonly OutputPart[]): LogLine[];
  /** What was held back until it was known whether a credential goes on. */
  rest(): LogLine[];
}

const LEVELS = { out: 'info', err: 'error' } as const;
/** UTF-16 units. */
const MAX_LINE = 4_000;
/** Of a line that does not end, the rest is left out. */
const MAX_OPEN = 65_536;
/** Longer than any key. */
const MAX_KEY_BYTES = 32_768;

/** `redact`: false for those who must see credentials. */
export function createLogLines({ redact }: { readonly redact: boolean }): LogLines {
  const channels = { out: createChannel('out', redact), err: createChannel('err', redact) };

  function restOfAll(): LogLine[] {
    return [...channels.out.end(), ...channels.err.end()];
  }

  return {
    of(parts) {
      return parts.flatMap((part) => {
        const channel = channels[part.channel];
        if (part.droppedLines === 0) return channel.write(part.bytes);
        const gap = { text: gapText(part.droppedLines), level: 'warn' };
        const before = restOfAll();
        if (part.isInKey) channel.skipKey();
        return [...before, gap, ...channel.write(part.bytes)];
      });
    },
    rest: restOfAll,
  };
}

function gapText(count: number): string {
  return `… ${count} ${count === 1 ? 'line was' : 'lines were'} left out here: more than could be sent`;
}

/** Where the private key ends that these bytes are part of; -1 if it goes on after them. */
function endOfKey(bytes: Buffer): number {
  const mark = bytes.indexOf('-----END');
  if (mark < 0) return -1;
  const end = bytes.indexOf(10, mark);
  return end < 0 ? bytes.length : end + 1;
}

const PLAIN: Redactor = { write: (part) => part, end: () => '' };

function createChannel(channel: OutputChannel, redact: boolean) {
  const level = LEVELS[channel];
  const newRedactor = () => (redact ? createRedactor() : PLAIN);
  let decoder = new StringDecoder('utf8');
  let redactor = newRedactor();
  let open = '';
  let isSkipping = false;
  /** Bytes at most, of a key whose beginning is not known here. */
  let keyLeft = 0;

  function withoutKey(bytes: Buffer): Buffer {
    if (keyLeft <= 0) return bytes;
    const end = endOfKey(bytes);
    keyLeft = end < 0 ? keyLeft - bytes.length : 0;
    return end < 0 ? Buffer.alloc(0) : bytes.subarray(end);
  }

  function linesOf(text: string): LogLine[] {
    const end = isSkipping ? text.indexOf('\n') : 0;
    if (end < 0) return [];
    isSkipping = false;
    const lines = (open + text.slice(end === 0 ? 0 : end + 1)).split('\n');
    // Only the last state of a line that is rewritten: it may be rewritten for hours.
    open = (lines.pop() ?? '').replace(/^.*\r(?=.)/s, '');
    if (open.length > MAX_OPEN) {
      lines.push(open);
      open = '';
      isSkipping = true;
    }
    return lines.map((line) => ({ text: shownLine(line), level }));
  }

  return {
    skipKey(): void {
      keyLeft = MAX_KEY_BYTES;
    },
    write: (bytes: Buffer) => linesOf(redactor.write(decoder.write(withoutKey(bytes)))),
    end(): LogLine[] {
      const text = redactor.write(decoder.end()) + redactor.end();
      decoder = new StringDecoder('utf8');
      redactor = newRedactor();
      const lines = linesOf(text);
      const last = open;
      open = '';
      isSkipping = false;
      return last === '' ? lines : [...lines, { text: shownLine(last), level }];
    },
  };
}

/** What is left of a line that was rewritten, like that of a progress bar; the middle of a long one is left out. */
function shownLine(line: string): string {
  const text = line.replace(/\r+$/, '').replace(/^.*\r/s, '').replaceAll('\0', '');
  if (text.length <= MAX_LINE) return text;
  const half = MAX_LINE / 2 - 20;
  return `${text.slice(0, half)}… ${text.length - 2 * half} characters …${text.slice(-half)}`;
}
