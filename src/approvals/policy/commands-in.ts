// The commands that a POSIX shell would run one after the other for an action, and whether that is certain.
// Understands less than a shell: whatever is not plain makes it uncertain. Pure.
import { visible, withSingleBlanks } from './normalise.ts';
import { unwrapCommand } from './unwrap-command.ts';

export interface Commands {
  /** The commands in order. */
  readonly chain: readonly string[];
  /** False if anything beyond the chain may run, or a file may be read or written. */
  readonly isCertain: boolean;
}

/** Nobody reads longer ones; they count as whatever they could be. */
const MAX_ACTION = 32_768;
const MAX_COMMANDS = 500;

/** Separators and plain pieces, each starting with different characters; last, any single character. */
const TOKENS = new RegExp(
  [
    String.raw`(?<separator>[;&|\n\r\v\f\u0085\u2028\u2029])`,
    `(?<plain>${[
      String.raw`[^\\"';&|<>$\x60(){}#\n\r\v\f\u0085\u2028\u2029]+`,
      "'[^']*'",
      String.raw`"(?:\\.|\$(?:[\w@*#?!-]|\{\w{1,64}\}|(?=[\s"]))|[^"\\$\x60])*"`,
      String.raw`\\.`,
      // Duplicated file descriptors, as in 2>&1.
      String.raw`[<>]&(?:\d{1,3}|-)(?=[\s;&|]|$)`,
      String.raw`\$(?:[\w@*#?!-]|\{\w{1,64}\}|(?=\s|$))`,
      String.raw`\{\w{0,64}\}`,
      // Elsewhere it starts a comment, in which quotes mean nothing.
      String.raw`(?<=[^\s;&|()])#`,
    ].join('|')})`,
    '.',
  ].join('|'),
  'gs',
);
/** What a shell would expand in a command's first word. */
const SHELL_EXPANSION = /[$*?[{]/;

/** `undefined` if it is longer than anybody would read. */
export function commandsIn(action: string): Commands | undefined {
  if (action.length > MAX_ACTION) return undefined;
  const text = visible(action);
  if (text.length > MAX_ACTION) return undefined;
  // Characters that comparison ignores may matter to a shell, e.g. after a backslash: read it both ways.
  const readings = [...new Set([text, action])].map(chainOf);
  const chain = [...new Set(readings.flatMap((reading) => reading.chain))];
  if (chain.length > MAX_COMMANDS) return undefined;
  return { chain, isCertain: readings.every(({ isCertain }) => isCertain) };
}

function chainOf(text: string): Commands {
  const commands: string[] = [];
  let command = '';
  let isCertain = true;
  // An operator of two characters, like |&, only adds an empty command.
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
  return { chain, isCertain: isCertain && !chain.some(startsWithExpansion) };
}

function startsWithExpansion(command: string): boolean {
  const innermost = unwrapCommand(command).at(-1)?.text ?? command;
  return SHELL_EXPANSION.test(innermost.split(' ', 1)[0] ?? '');
}
