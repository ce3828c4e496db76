// Finds the dialect of a source by the source's name.
import type { Dialect, RawOrigin, Source } from './dialect.ts';

export interface Origin {
  readonly dialect: Dialect;
  /** What the source's name says about its messages. */
  readonly about: RawOrigin;
}

const RUN = /^runs\/(.+)\/events\.jsonl$/s;

/** `undefined` for a source that no dialect declares. */
export function originOf(source: string, dialects: readonly Dialect[]): Origin | undefined {
  for (const dialect of dialects) {
    for (const declared of dialect.sources) {
      const about = aboutIfFrom(declared, source);
      if (about !== undefined) return { dialect, about };
    }
  }
  return undefined;
}

/** The text that `*` stands for in a glob with at most one; `undefined` if it does not match. */
export function matchStar(glob: string, text: string): string | undefined {
  const at = glob.indexOf('*');
  if (at < 0) return glob === text ? '' : undefined;
  const [head, tail] = [glob.slice(0, at), glob.slice(at + 1)];
  const fits = text.startsWith(head) && text.endsWith(tail);
  const isLong = text.length > head.length + tail.length;
  return fits && isLong ? text.slice(head.length, text.length - tail.length) : undefined;
}

function aboutIfFrom(declared: Source, source: string): RawOrigin | undefined {
  switch (declared.kind) {
    case 'streams':
      return declared.names.includes(source) ? {} : undefined;
    case 'bus': {
      const globs = [declared.channels, declared.streams];
      return globs.some((glob) => matchStar(glob, source) !== undefined) ? {} : undefined;
    }
    case 'channels': {
      const star = matchStar(declared.channels, source);
      if (star === undefined) return undefined;
      return declared.hash === undefined ? {} : { jobId: star };
    }
    case 'runs': {
      const jobId = RUN.exec(source)?.[1];
      return jobId === undefined ? undefined : { jobId };
    }
  }
}
