// Markdown within a line: `code`, **bold**, *italic*, ~~struck out~~, [links](https://…). What is ambiguous stays
// as it is: `__init__`, 2*3*4, *.ts.
import {
  type Budget,
  type DelimiterToken,
  type LineToken,
  spend,
  tokensOf,
} from './inline-tokens.ts';
import { append, type Marked } from './marked-text.ts';

const STYLES = { '**': 'bold', '*': 'italic', '~~': 'strikethrough' } as const;
/** Styles nested deeper are literal. */
const MAX_OPEN = 6;

/** A line, with its marks. */
export function inline(line: string, budget: Budget): Marked {
  const tokens = tokensOf(line, budget);
  pairDelimiters(tokens, budget);
  const whole: Marked = { text: '', marks: [] };
  const begun: number[] = [];
  for (const token of tokens) {
    if (token.kind === 'done') append(whole, token.part);
    else if (token.role === undefined) whole.text += token.delimiter;
    else if (token.role === 'begin') begun.push(whole.text.length);
    else end(token, whole, begun.pop() ?? whole.text.length);
  }
  return whole;
}

function end({ delimiter }: DelimiterToken, whole: Marked, offset: number): void {
  const length = whole.text.length - offset;
  if (length > 0) whole.marks.push({ type: STYLES[delimiter], offset, length });
}

function pairDelimiters(tokens: readonly LineToken[], budget: Budget): void {
  const open: DelimiterToken[] = [];
  for (const token of tokens) {
    if (token.kind !== 'delimiter') continue;
    const at = token.ends ? open.findLastIndex((one) => one.delimiter === token.delimiter) : -1;
    const partner = open[at];
    if (partner !== undefined && spend(budget)) {
      partner.role = 'begin';
      token.role = 'end';
      open.length = at;
    } else if (token.begins && open.length < MAX_OPEN) {
      open.push(token);
    }
  }
}
