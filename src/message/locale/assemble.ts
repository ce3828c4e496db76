// Turns Fluent's output into rich text: marks become values and styles, and parts with an unknown
// value are left out.
import { ABSENT, BOLD_BEGIN, CODE_BEGIN, STYLE_END, valueIndex } from '../text/marks.ts';
import { join, type RichText, type Style, styled } from '../text/rich-text.ts';
import { isolate } from './isolate.ts';
import { PART_END } from './pattern-references.ts';

const STYLES: Readonly<Record<string, Style>> = {
  [CODE_BEGIN]: { type: 'code' },
  [BOLD_BEGIN]: { type: 'bold' },
};
const MARK = /([\uF8A0-\uF8EF])/;

export function assemble(
  formatted: string,
  values: readonly RichText[],
  { isRightToLeft }: { readonly isRightToLeft: boolean },
): RichText {
  const open: { style?: Style; parts: RichText[] }[] = [{ parts: [] }];
  const known = withoutUnknown(formatted);
  const ordered = isRightToLeft ? isolate(known, values) : known;
  for (const piece of ordered.split(MARK)) {
    const style = STYLES[piece];
    if (style !== undefined) open.push({ style, parts: [] });
    else if (piece === STYLE_END) close(open);
    else open.at(-1)?.parts.push(pieceText(piece, values));
  }
  while (open.length > 1) close(open);
  return join(open[0]?.parts ?? []);
}

function close(open: { style?: Style; parts: RichText[] }[]): void {
  const done = open.pop();
  if (done === undefined) return;
  const whole = join(done.parts);
  open.at(-1)?.parts.push(done.style === undefined ? whole : styled(whole, done.style));
}

function pieceText(piece: string, values: readonly RichText[]): RichText {
  const index = piece.length === 1 ? valueIndex(piece) : undefined;
  return (index === undefined ? undefined : values[index]) ?? { text: piece, spans: [] };
}

function withoutUnknown(formatted: string): string {
  if (!formatted.includes(ABSENT)) return formatted;
  return formatted
    .split('\n')
    .map((line) => knownParts(line))
    .filter((line) => line !== undefined)
    .join('\n');
}

/** The line without its unknown parts; `undefined` if nothing is left. */
function knownParts(line: string): string | undefined {
  if (!line.includes(ABSENT)) return line;
  const kept = line.split(PART_END).filter((part) => !part.includes(ABSENT));
  return kept.length === 0 ? undefined : kept.join(PART_END);
}
