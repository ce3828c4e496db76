// Redacts a text block by block, as if it were one: a private key across several blocks gets one mark, at its first
// line.
import type { OpenKey } from './find/find-private-keys.ts';
import { type FoundSecrets, findSecrets } from './find/find-secrets.ts';
import { isBetweenKeyLines, type SecretSpan } from './forms/secret-span.ts';
import { withMarks } from './redact.ts';

export interface ShownBlocks {
  /** The credentials in the next block. */
  find(block: string): FoundSecrets;
  /** The next block, redacted; `found` if already searched. */
  show(block: string, found?: FoundSecrets): string;
  /** The rest, held until it is known whether a key continues. */
  rest(): string;
}

export function createShownBlocks(): ShownBlocks {
  let key: OpenKey | undefined;
  /** The text after a key line; absent if the last block did not end in a key. */
  let gap: string | undefined;
  const find = (block: string) => findSecrets(block, key);

  return {
    find,
    show(block, found = find(block)) {
      const before = gap ?? '';
      const text = before + block;
      const spans = found.spans.map((span) => shifted(span, before.length));
      const repeated = gap === undefined ? undefined : keyAfterGap(spans[0], text);
      const from = repeated?.end ?? 0;
      key = found.open;
      const last = spans.at(-1);
      const endsInKey = last === undefined ? gap !== undefined : last.kind === 'private key';
      const to = last?.end ?? 0;
      const waits = key !== undefined && endsInKey && isBetweenKeyLines(text.slice(to));
      gap = waits ? text.slice(to) : undefined;
      const shown = (repeated === undefined ? spans : spans.slice(1)).map((s) => shifted(s, -from));
      return withMarks(text.slice(from, waits ? to : undefined), shown);
    },
    rest() {
      const rest = gap ?? '';
      gap = undefined;
      return rest;
    },
  };
}

/** The span if it continues the previous key, whose mark covers both. */
function keyAfterGap(span: SecretSpan | undefined, text: string): SecretSpan | undefined {
  const goesOn = span?.kind === 'private key' && isBetweenKeyLines(text.slice(0, span.start));
  return goesOn ? span : undefined;
}

function shifted({ kind, start, end, from }: SecretSpan, by: number): SecretSpan {
  return { kind, start: start + by, end: end + by, from: from + by };
}
