// Redacts a text that comes in parts, such as a log. A line is given out when it is whole and nothing
// in it can go on in the next one, so that no credential slips through where parts meet.
import { NAME_PARTS } from './forms/credential-names.ts';
import { createShownBlocks } from './shown-blocks.ts';

export interface Redactor {
  /** What can be shown of everything written so far, and was not before. */
  write(part: string): string;
  /** The rest. */
  end(): string;
}

/** UTF-16 units of an endless line that are held; then it is given out but for its end. */
export const MAX_HELD = 98_304;
/** Longer than any credential. */
const OVERLAP = 32_768;
/** A name whose value may come on the next line. */
const ENDS_IN_NAME = new RegExp(
  `(?:${NAME_PARTS.source})(?:\\w|-(?!-)){0,64}[\\s,:=>"'\\\\\\]]{0,40}(?:value[\\s:="'\\\\]{0,40})?$`,
  'i',
);
const MAX_NAME_AND_GAP = 256;
const ENDS_WORD = /[\s"'`;&|<>]/;

export function createRedactor(): Redactor {
  const blocks = createShownBlocks();
  let held = '';
  let isInWord = false;

  /** An endless line: all but its end, which may be the beginning of a credential. */
  function showBeginning(): string {
    const { spans } = blocks.find(held);
    const limit = held.length - OVERLAP;
    const across = spans.findLast((span) => span.from < limit && span.end > limit);
    const cut = across?.end ?? limit;
    isInWord = across !== undefined && cut === held.length;
    const beginning = held.slice(0, cut);
    held = held.slice(cut);
    const { open } = blocks.find(beginning);
    return blocks.show(beginning, { spans: spans.filter((span) => span.end <= cut), open });
  }

  /** Without the end of a credential whose beginning was given out as a mark. */
  function afterWord(part: string): string {
    const end = isInWord ? part.search(ENDS_WORD) : 0;
    if (end < 0) return '';
    isInWord = false;
    return part.slice(end);
  }

  function take(length: number): string {
    const taken = held.slice(0, length);
    held = held.slice(length);
    return taken === '' ? '' : blocks.show(taken);
  }

  return {
    write(part) {
      const text = afterWord(part);
      held += text;
      const shown = text.includes('\n') ? take(endOfWhole(held)) : '';
      return held.length > MAX_HELD ? shown + showBeginning() : shown;
    },
    end() {
      return take(held.length) + blocks.rest();
    },
  };
}

/** Where the last line ends with which nothing goes on. */
function endOfWhole(text: string): number {
  const end = text.lastIndexOf('\n') + 1;
  const tail = text.slice(Math.max(0, end - MAX_NAME_AND_GAP), end);
  const name = ENDS_IN_NAME.exec(tail);
  return name === null ? end : text.lastIndexOf('\n', end - tail.length + name.index - 1) + 1;
}
