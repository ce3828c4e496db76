// A credential found in a text: its position and kind.

/** Shown in place of the credential: `[redacted: GitHub token]`. */
export type SecretKind =
  | 'AWS key'
  | 'access token'
  | 'Anthropic key'
  | 'API key'
  | 'authorization'
  | 'Azure key'
  | 'cookie'
  | 'GitHub token'
  | 'GitLab token'
  | 'Google key'
  | 'jobwire token'
  | 'jobwire session'
  | 'jobwire invitation'
  | 'JWT'
  | 'npm token'
  | 'OpenAI key'
  | 'password'
  | 'private key'
  | 'PyPI token'
  | 'secret'
  | 'signature'
  | 'Slack token'
  | 'Stripe key'
  | 'Telegram bot token'
  | 'token';

export interface SecretSpan {
  readonly kind: SecretKind;
  /** UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Start of what identifies it, such as the name before the value. */
  readonly from: number;
  /** Ends at an unquoted blank, like a URL. */
  readonly isWord?: true;
  /** A flag's value: the program at `from` has to belong to the same command as the flag. */
  readonly isFlag?: true;
}

/** Kinds identified by name or context; one identified by its format is more precise. */
const GUESSED: ReadonlySet<SecretKind> = new Set([
  'API key',
  'authorization',
  'cookie',
  'password',
  'secret',
  'signature',
  'token',
]);
/** What may be between two lines of one key. */
const BETWEEN_KEY_LINES = /^(?:[\s"'`+,]|\\[nrt])*$/;
const MAX_GAP = 40;

export function markOf(kind: SecretKind): string {
  return `[redacted: ${kind}]`;
}

/** Sorted, and merged where they overlap. */
export function mergeSpans(spans: readonly SecretSpan[], text: string): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && (span.start < last.end || isSameKey(last, span, text))) {
      merged[merged.length - 1] = union(last, span);
    } else merged.push(span);
  }
  return merged;
}

function union(one: SecretSpan, other: SecretSpan): SecretSpan {
  return {
    kind: GUESSED.has(one.kind) ? other.kind : one.kind,
    start: one.start,
    end: Math.max(one.end, other.end),
    from: Math.min(one.from, other.from),
  };
}

function isSameKey(one: SecretSpan, other: SecretSpan, text: string): boolean {
  if (one.kind !== 'private key' || other.kind !== 'private key') return false;
  return isBetweenKeyLines(text.slice(one.end, other.start));
}

/** Whether nothing of meaning stands here, so that what is around it is one key. */
export function isBetweenKeyLines(text: string): boolean {
  return text.length <= MAX_GAP && BETWEEN_KEY_LINES.test(text);
}
