// Glob patterns: `*` matches any characters (including none and `/`), `?` matches one, all else is literal.

/**
 * Whether the pattern matches the whole text, case-sensitively. A character is a Unicode code point. Needs at most
 * (length of pattern) × (length of text) steps, so for patterns of bounded length the time is linear.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return pattern.includes('?') ? matchesByOne(pattern, text) : matchesByParts(pattern, text);
}

/** Whether any of the patterns matches; without a list, everything does. */
export function matchesSome(patterns: readonly string[] | undefined, text: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matchesGlob(pattern, text));
}

/** For a pattern without `?`: finds its parts one after another, the first and last at the ends. */
function matchesByParts(pattern: string, text: string): boolean {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}

function matchesByOne(pattern: string, text: string): boolean {
  const wanted = [...pattern];
  const given = [...text];
  let at = 0;
  let next = 0;
  // Where to continue if what follows the last `*` does not match: the `*` then covers one more character.
  let retry: { readonly at: number; next: number } | undefined;
  while (next < given.length) {
    const want = wanted[at];
    if (want === '*') {
      at += 1;
      retry = { at, next };
    } else if (want !== undefined && (want === '?' || want === given[next])) {
      at += 1;
      next += 1;
    } else if (retry === undefined) {
      return false;
    } else {
      retry.next += 1;
      ({ at, next } = retry);
    }
  }
  return wanted.slice(at).every((rest) => rest === '*');
}
