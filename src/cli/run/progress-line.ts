// Lines by which a command says how far it is: `::progress 0.4 run the tests`. They are told on the job's card and
// are no part of its log; on the terminal they stay what they are.

export interface ProgressLine {
  /** 0 to 1. */
  readonly progress: number;
  readonly step?: string;
}

const MARK = '::progress ';
const FORM = /^::progress\s+(\d{1,3}(?:\.\d{1,9})?)\s*(%?)(?:\s+(.*\S))?\s*$/;
const MAX_STEP = 200;

/** `undefined` for any other line. */
export function readProgressLine(line: string): ProgressLine | undefined {
  const [, digits, percent, step] = FORM.exec(line) ?? [];
  if (digits === undefined) return undefined;
  const progress = Number(digits) / (percent === '%' ? 100 : 1);
  if (progress > 1) return undefined;
  return { progress, ...(step === undefined ? {} : { step: step.slice(0, MAX_STEP) }) };
}

/** Whole lines without those that say how far it is, and the newest of these. */
export function withoutProgress(lines: Buffer): { rest: Buffer; progress?: ProgressLine } {
  if (!lines.includes(MARK)) return { rest: lines };
  let progress: ProgressLine | undefined;
  const kept: Buffer[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(10, start) + 1 || lines.length;
    const line = lines.subarray(start, end);
    const found = line.subarray(0, MARK.length).toString('latin1') === MARK;
    const read = found ? readProgressLine(line.toString('utf8')) : undefined;
    progress = read ?? progress;
    if (read === undefined) kept.push(line);
    start = end;
  }
  return { rest: Buffer.concat(kept), ...(progress === undefined ? {} : { progress }) };
}
