// Replaces each credential in a text by a mark: `[redacted: GitHub token]`.
import { findSecrets } from './find/find-secrets.ts';
import { markOf, type SecretSpan } from './forms/secret-span.ts';

/** Returns the same text if it has none. In linear time. */
export function redact(text: string): string {
  return text === '' ? text : withMarks(text, findSecrets(text).spans);
}

export function withMarks(text: string, spans: readonly SecretSpan[]): string {
  if (spans.length === 0) return text;
  let shown = '';
  let from = 0;
  for (const { kind, start, end } of spans) {
    shown += text.slice(from, start) + markOf(kind);
    from = end;
  }
  return shown + text.slice(from);
}
