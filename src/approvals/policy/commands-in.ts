// The commands that a POSIX shell runs one after the other in an action, and whether that can be said for
// certain. Reads less than a shell does: whatever is not plain makes it uncertain. Pure.
import { visible, withSingleBlanks } from './normalise.ts';
import { unwrapCommand } from './unwrap-command.ts';

export interface Commands {
  /** The whole action, where it is one command. */
  readonly chain: readonly string[];
  /** Not where something else may run, or a file be read or written, than the chain says. */
  readonly isCertain: boolean;
}

/** Longer ones, and those of more commands, nobody reads; they count as whatever they could be. */
const MAX_ACTION = 32_768;
const MAX_COMMANDS = 500;

/** Plain pieces, each of which begins with other characters, and last any single character. */
const TOKENS = new RegExp(
  [
    String.raw`(?<separator>[;&|\n\r\v\f\u0085\u2028\u2029])`,
    `(?<plain>${[
      String.raw`[^\\"';&|<>$\x60(){}#\n\r\v\f\u0085\u2028\u2029]+`,
      "'[^']*'",
      String.raw`"(?:\\.|\$(?:[\w@*#?!-]|\{\w{1,64}\}|(?=[\s"]))|[^"\\$\x60])*"`,
      String.raw`\\.`,
      // One open file in place of another, as in 2>&1.
      String.raw`[<>]&(?:\d{1,3}|-)(?=[\s;&|]|$)`,
      String.raw`\$(?:[\w@*#?!-]|\{\w{1,64}\}|(?=\s|$))`,
      String.raw`\{\w{0,64}\}`,
      // Elsewhere it begins a comment, in which quotes mean nothing.
      String.raw`(?<=[^\s;&|()])#`,
    ].join('|')})`,
    '.',
  ].join('|'),
  'gs',
);
/** Of a first word: what a shell puts something else in place of. */
const EXPANDED = /[$*?[{]/;

/** `undefined` when there is more than anybody would read. */
export function commandsIn(action: string): Commands | undefined {
  if (action.length > MAX_ACTION) return undefined;
  const text = visible(action);
  if (text.length > MAX_ACTION) return undefined;
  // What is left out of a text to compare it may separate characters for a shell, as behind a backslash.
  const readings = [...new Set([text, action])].map(chainOf);
  const chain = [...new Set(readings.flatMap((reading) => reading.chain))];
  if (chain.length > MAX_COMMANDS) return undefined;
  return { chain, isCertain: readings.every(({ isCertain }) => isCertain) };
}

function chainOf(text: string): Commands {
  const commands: string[] = [];
  let command = '';
  let isCertain = true;
  // An operator of two characters, like |&, only leaves a command of no words.
  for (const { 0: token, groups } of text.matchAll(TOKENS)) {
    if (groups?.separator !== undefined) {
      commands.push(command);
      command = '';
    } else {
      command += token;
      if (groups?.plain === undefined) isCertain = false;
    }
  }
  const chain = [...commands, command]
    .map((one) => withSingleBlanks(visible(one)))
    .filter((one) => one !== '');
  return { chain, isCertain: isCertain && !chain.some(beginsExpanded) };
}

function beginsExpanded(command: string): boolean {
  const innermost = unwrapCommand(command).at(-1)?.text ?? command;
  return EXPANDED.test(innermost.split(' ', 1)[0] ?? '');
}
