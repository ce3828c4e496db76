// A logger whose lines a test can read.
import type { Logger } from '../../src/runtime/logger.ts';

export interface LogBook extends Logger {
  readonly lines: readonly {
    readonly level: string;
    readonly name: string;
    readonly fields: object;
  }[];
  /** How often something of this name was logged. */
  count(name: string): number;
}

export function createLogBook(): LogBook {
  const lines: { level: string; name: string; fields: object }[] = [];
  const write = (level: string) => (fields: object, name: string) => {
    lines.push({ level, name, fields });
  };
  const book: LogBook = {
    lines,
    count: (wanted) => lines.filter(({ name }) => name === wanted).length,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => book,
  };
  return book;
}
