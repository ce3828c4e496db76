// Puts a mark in the place of each credential of a text: `[redacted: GitHub token]`.
import { findSecrets } from './find/find-secrets.ts';
import { markOf, type SecretSpan } from './forms/secret-span.ts';

/** The same text when there is none in it. Time is linear in its length. */
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
