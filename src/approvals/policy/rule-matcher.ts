// The rules of policies over commands: over one as it is written, and over whatever a text may hold. Pure.
import { matchesGlob } from '../../audience/glob.ts';
import { foldCase, inLatin, normalise } from './normalise.ts';
import type { Policy } from './policy.ts';
import { type PossibleCommands, possibleCommands, startsIn } from './possible-commands.ts';

export interface RuleMatcher {
  readonly policy: Policy;
  /** Whether it says nothing of the action. */
  readonly matchesAll: boolean;
  /** A command that is normalised. */
  matches(command: string): boolean;
  readonly patterns: readonly LatinPattern[];
}

/** For texts in which lookalikes are replaced. */
interface LatinPattern {
  readonly pattern: string;
  /** What it begins with, before its first wildcard. */
  readonly head: string;
  /** Steps that it may need for each character. */
  readonly cost: number;
}

/** What may be a command. */
interface Candidate {
  readonly text: string;
  readonly isAtStart: boolean;
  /** Of a command that may go on. */
  readonly prefix?: string;
}

interface Budget {
  steps: number;
}

/** Longer beginnings are compared with no pattern. */
const MAX_HEAD = 1_024;

/** Of all comparisons with possible commands; whoever makes it more hides something. */
const MAX_STEPS = 30_000_000;

export function createRuleMatcher(policy: Policy): RuleMatcher {
  const patterns = policy.match.action?.map(normalise) ?? ['*'];
  return {
    policy,
    matchesAll: patterns.some((pattern) => /^(?:\*+\??\**|\?\*+)$/.test(pattern)),
    matches: (command) => patterns.some((pattern) => matchesGlob(pattern, command)),
    patterns: patterns.map(inLatin).map((pattern) => ({
      pattern,
      head: pattern.split(/[*?]/, 1)[0] ?? '',
      cost: pattern.includes('?') ? pattern.length : 1,
    })),
  };
}

/** Of each command that the text may hold; `undefined` when there are more than anybody would read. */
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

/** The first that matches, and those before it that would if the command went on. */
function possibleRulesOf(
  candidate: Candidate,
  matchers: readonly RuleMatcher[],
  budget: Budget,
): Policy[] {
  const found: Policy[] = [];
  for (const { policy, patterns, matchesAll } of matchers) {
    // What would also match any argument says nothing.
    if (matchesAll) return found;
    if (patterns.some((pattern) => matchesWithin(budget, pattern, candidate))) {
      return [...found, policy];
    }
    const { prefix: beginning } = candidate;
    if (beginning !== undefined && patterns.some(({ head }) => head.startsWith(beginning))) {
      found.push(policy);
    }
  }
  return found;
}

/** Says no once the budget is spent. */
function matchesWithin(
  budget: Budget,
  { pattern, head, cost }: LatinPattern,
  { text, isAtStart }: Candidate,
): boolean {
  // A pattern that begins with a wildcard would match each word of what it matches.
  if (head === '' ? !isAtStart : !text.startsWith(head)) return false;
  budget.steps -= text.length * cost;
  return budget.steps >= 0 && matchesGlob(pattern, text);
}

function candidateAt(at: number, { text, openFrom }: PossibleCommands): Candidate {
  const rest = text.slice(at);
  const isOpen = at >= openFrom && rest.length < MAX_HEAD;
  return { text: rest, isAtStart: at === 0, ...(isOpen && { prefix: `${rest.trimEnd()} ` }) };
}
