// Matches policies against commands: one as written, and all that a string may contain. Pure.
import { matchesGlob } from '../../audience/glob.ts';
import { foldCase, inLatin, normalise } from './normalise.ts';
import type { Policy } from './policy.ts';
import { type PossibleCommands, possibleCommands, startsIn } from './possible-commands.ts';

export interface RuleMatcher {
  readonly policy: Policy;
  /** Whether it matches any action. */
  readonly matchesAll: boolean;
  /** `command` must be normalised. */
  matches(command: string): boolean;
  readonly patterns: readonly LatinPattern[];
}

/** A pattern for strings without lookalikes. */
interface LatinPattern {
  readonly pattern: string;
  /** The literal text before its first wildcard. */
  readonly head: string;
  /** Steps it may take per character. */
  readonly cost: number;
}

/** A string that may be a command. */
interface Candidate {
  readonly text: string;
  readonly isAtStart: boolean;
  /** Set if the command may continue. */
  readonly prefix?: string;
}

interface Budget {
  steps: number;
}

/** Longer prefixes are not compared. */
const MAX_PREFIX = 1_024;

/** Of all comparisons with possible commands; more would be an attempt to hide something. */
const MAX_STEPS = 30_000_000;

/** Whether the pattern is met by any action. */
export function isMatchAll(pattern: string): boolean {
  return /^(?:\*+\??\**|\?\*+)$/.test(pattern);
}

export function createRuleMatcher(policy: Policy): RuleMatcher {
  const patterns = policy.match.action?.map(normalise) ?? ['*'];
  return {
    policy,
    matchesAll: patterns.some(isMatchAll),
    matches: (command) => patterns.some((pattern) => matchesGlob(pattern, command)),
    patterns: patterns.map(inLatin).map((pattern) => ({
      pattern,
      head: pattern.split(/[*?]/, 1)[0] ?? '',
      cost: pattern.includes('?') ? pattern.length : 1,
    })),
  };
}

/** Policies of all commands that the string may contain; `undefined` if there are more than anybody would read. */
export function possibleRules(
  matchers: readonly RuleMatcher[],
  text: string,
): readonly Policy[] | undefined {
  const possible = possibleCommands(text);
  if (possible === undefined) return undefined;
  const found = new Set<Policy>();
  const budget = { steps: MAX_STEPS };
  for (const { text: piece, openFrom } of possible) {
    const latin = inLatin(foldCase(piece));
    for (const at of startsIn(latin)) {
      const candidate = candidateAt(at, { text: latin, openFrom });
      for (const policy of possibleRulesOf(candidate, matchers, budget)) found.add(policy);
      if (budget.steps < 0) return undefined;
    }
  }
  return [...found];
}

/** The first match, and those before it that would match if the command continued. */
function possibleRulesOf(
  candidate: Candidate,
  matchers: readonly RuleMatcher[],
  budget: Budget,
): Policy[] {
  const found: Policy[] = [];
  for (const { policy, patterns, matchesAll } of matchers) {
    // It would match any argument as well.
    if (matchesAll) return found;
    if (patterns.some((pattern) => matchesWithin(budget, pattern, candidate))) {
      return [...found, policy];
    }
    const { prefix } = candidate;
    if (prefix !== undefined && patterns.some(({ head }) => head.startsWith(prefix))) {
      found.push(policy);
    }
  }
  return found;
}

/** False once the budget is spent. */
function matchesWithin(
  budget: Budget,
  { pattern, head, cost }: LatinPattern,
  { text, isAtStart }: Candidate,
): boolean {
  // A pattern that starts with a wildcard would match at each word of what it matches.
  if (head === '' ? !isAtStart : !text.startsWith(head)) return false;
  budget.steps -= text.length * cost;
  return budget.steps >= 0 && matchesGlob(pattern, text);
}

function candidateAt(at: number, { text, openFrom }: PossibleCommands): Candidate {
  const rest = text.slice(at);
  const isOpen = at >= openFrom && rest.length < MAX_PREFIX;
  return { text: rest, isAtStart: at === 0, ...(isOpen && { prefix: `${rest.trimEnd()} ` }) };
}
