// Redacts a text that arrives in parts, such as a log. A line is released once it is complete and nothing in it can
// continue in the next one, so that no credential slips through between parts.
import { NAME_PARTS } from './forms/credential-names.ts';
import { createShownBlocks } from './shown-blocks.ts';

export interface Redactor {
  /** Returns what can newly be shown of everything written so far. */
  write(part: string): string;
  /** The rest. */
  end(): string;
}

/** UTF-16 units held of an endless line; beyond that all but its end is released. */
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

  /** Releases all of an endless line but its end, which may be the start of a credential. */
  function releaseBeginning(): string {
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

  /** Omits the end of a credential whose start was already replaced by a mark. */
  function afterWord(part: string): string {
    const end = isInWord ? part.search(ENDS_WORD) : 0;
    if (end < 0) return '';
    isInWord = false;
    return part.slice(end);
  }

  function release(length: number): string {
    const taken = held.slice(0, length);
    held = held.slice(length);
    return taken === '' ? '' : blocks.show(taken);
  }

  return {
    write(part) {
      const text = afterWord(part);
      held += text;
      const shown = text.includes('\n') ? release(endOfWhole(held)) : '';
      return held.length > MAX_HELD ? shown + releaseBeginning() : shown;
    },
    end() {
      return release(held.length) + blocks.rest();
    },
  };
}

/** The end of the last line after which nothing continues. */
function endOfWhole(text: string): number {
  const end = text.lastIndexOf('\n') + 1;
  const tail = text.slice(Math.max(0, end - MAX_NAME_AND_GAP), end);
  const name = ENDS_IN_NAME.exec(tail);
  return name === null ? end : text.lastIndexOf('\n', end - tail.length + name.index - 1) + 1;
}
