// Packs groups of lines into a limited number of messages; what does not fit is counted.
import { MESSAGE_LIMIT } from './cut.ts';
import { EMPTY, join, type RichText } from './rich-text.ts';

export interface PackLine {
  readonly body: RichText;
  /** How many events it stands for. */
  readonly events: number;
}

/** Kept together if possible; its heading is repeated in every message it extends to. An empty one is left out. */
export interface Block {
  readonly heading: RichText;
  readonly lines: readonly PackLine[];
}

export interface Packed {
  readonly bodies: readonly RichText[];
  /** Events of the lines that did not fit. */
  readonly leftOut: number;
}

/** Reserved in each message for a closing line: UTF-16 units and spans. */
const RESERVED = { units: 120, spans: 4 } as const;

export function pack(blocks: readonly Block[], maxBodies: number): Packed {
  const bodies: RichText[] = [];
  let current = EMPTY;
  let leftOut = 0;
  let isFull = false;

  function add(line: RichText, heading: RichText, isFirst: boolean): void {
    const longer = join(isFirst ? beginBlock(current, heading, line) : [current, '\n', line]);
    if (hasRoom(longer)) {
      current = longer;
    } else if (bodies.length < maxBodies - 1) {
      bodies.push(current);
      current = join(beginBlock(EMPTY, heading, line));
    } else {
      isFull = true;
    }
  }

  for (const { heading, lines } of blocks) {
    lines.forEach(({ body, events }, index) => {
      if (!isFull) add(body, heading, index === 0);
      if (isFull) leftOut += events;
    });
  }
  return { bodies: [...bodies, current], leftOut };
}

function beginBlock(before: RichText, heading: RichText, line: RichText): (RichText | string)[] {
  const block = heading.text === '' ? [line] : [heading, '\n', line];
  return before.text === '' ? block : [before, '\n\n', ...block];
}

function hasRoom({ text, spans }: RichText): boolean {
  return (
    text.length <= MESSAGE_LIMIT.units - RESERVED.units &&
    spans.length <= MESSAGE_LIMIT.spans - RESERVED.spans
  );
}
