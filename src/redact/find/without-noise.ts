// A text as a reader sees it, without colours, control and invisible characters that could hide a credential; with
// the original position of each character.

/** At least everything that message/text/rich-text.ts removes. */
const NOISE =
  /(?![\n\t\r])\p{Cc}\[[0-?]*[ -/]*[@-~]|(?![\n\t\r])[\p{Cc}\p{Cf}\p{DI}\uF8A0-\uF8EF]/gu;
/** Common characters without noise: a fast path for most texts. */
const ONLY_PLAIN =
  /^[\t\n\r -~\u00A1-\u00AC\u00AE-\u02FF\u0370-\u05FF\u2010-\u2027\u2030-\u205E\u2190-\u2BFF\u3040-\u3163\u3165-\u9FFF]*$/;
const ANY_NOISE = new RegExp(NOISE.source, 'u');

export interface Cleaned {
  readonly text: string;
  /** The original offset of the character at `at`. */
  readonly originOf: (at: number) => number;
}

export function withoutNoise(original: string): Cleaned {
  if (ONLY_PLAIN.test(original) || !ANY_NOISE.test(original))
    return { text: original, originOf: (at) => at };
  const kept: { readonly at: number; readonly origin: number }[] = [];
  let text = '';
  let from = 0;
  const keep = (to: number) => {
    if (to > from) kept.push({ at: text.length, origin: from });
    text += original.slice(from, to);
  };
  for (const { 0: noise, index } of original.matchAll(NOISE)) {
    keep(index);
    from = index + noise.length;
  }
  keep(original.length);
  return { text, originOf: (at) => originIn(kept, at) };
}

function originIn(
  kept: readonly { readonly at: number; readonly origin: number }[],
  at: number,
): number {
  let [low, high] = [0, kept.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((kept[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = kept[low];
  return piece === undefined ? at : piece.origin + at - piece.at;
}
