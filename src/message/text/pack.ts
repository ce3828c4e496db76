// Lines in groups, laid into as many messages as may be; what goes beyond is counted.
import { MESSAGE_LIMIT } from './cut.ts';
import { EMPTY, join, type RichText } from './rich-text.ts';

export interface PackLine {
  readonly body: RichText;
  /** How many events it stands for. */
  readonly events: number;
}

/** Stays together where it can; its heading is repeated in each message it reaches into. */
export interface Block {
  readonly heading: RichText;
  readonly lines: readonly PackLine[];
}

export interface Packed {
  readonly bodies: readonly RichText[];
  /** Events of the lines that found no place. */
  readonly leftOut: number;
}

/** Free in each message, for one closing line: UTF-16 units and spans. */
const RESERVED = { units: 120, spans: 4 } as const;

export function pack(blocks: readonly Block[], mostBodies: number): Packed {
  const bodies: RichText[] = [];
  let current = EMPTY;
  let leftOut = 0;
  let isFull = false;

  function place(line: RichText, heading: RichText, isFirst: boolean): void {
    const longer = join(isFirst ? opening(current, heading, line) : [current, '\n', line]);
    if (hasRoom(longer)) {
      current = longer;
    } else if (bodies.length < mostBodies - 1) {
      bodies.push(current);
      current = join(opening(EMPTY, heading, line));
    } else {
      isFull = true;
    }
  }

  for (const { heading, lines } of blocks) {
    lines.forEach(({ body, events }, index) => {
      if (!isFull) place(body, heading, index === 0);
      if (isFull) leftOut += events;
    });
  }
  return { bodies: [...bodies, current], leftOut };
}

function opening(before: RichText, heading: RichText, line: RichText): (RichText | string)[] {
  return before.text === '' ? [heading, '\n', line] : [before, '\n\n', heading, '\n', line];
}

function hasRoom({ text, spans }: RichText): boolean {
  return (
    text.length <= MESSAGE_LIMIT.units - RESERVED.units &&
    spans.length <= MESSAGE_LIMIT.spans - RESERVED.spans
  );
}
