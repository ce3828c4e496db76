// The commands that a shell may find in an action beside the one it begins with: in a chain, in quotes,
// behind programs that run others, or spelled with quotes and backslashes. Looks for more than a shell
// would run, because what is found can only make a policy stricter. Pure.
import { visible, withSingleBlanks } from './normalise.ts';
import { unwrapCommand } from './unwrap-command.ts';

export interface Commands {
  /** What runs one after the other: the whole action, where it is no chain. */
  readonly chain: readonly string[];
  /** What may be run inside of that. */
  readonly inside: readonly string[];
}

/** Longer ones, and those of more commands, nobody reads; they count as whatever they could be. */
const MAX_ACTION = 32_768;
const MAX_COMMANDS = 500;

/** Programs and words of the shell that run what is behind them. */
const LAUNCHERS: ReadonlySet<string> = new Set(
  (
    'command builtin exec eval nohup time nice ionice setsid stdbuf timeout xargs watch busybox su ' +
    'runuser chroot unshare sh bash dash zsh ksh fish if then elif else while until do !'
  ).split(' '),
);
/** Options and numbers. */
const NO_COMMAND = /^-|^[\d.]+[smhd]?$/;
/** Other words before the command itself, like values of options. */
const MAX_WORDS_BEFORE = 8;

/** Quoted texts, escaped characters, redirections, separators, a quote that does not end, the rest. */
const TOKENS =
  /\$'(?:\\.|[^'\\])*'|'[^']*'|"(?:\\.|[^"\\])*"|\\.|[<>]&|&>|>\||[;&|"']|[^\\"';&|<>$]+|./gs;
const SEPARATORS: ReadonlySet<string> = new Set([';', '&', '|']);
const PIECES = /[;&|(){}"'`\n\r\v\f\u0085\u2028\u2029]+/u;
const EXPANDED_TO_BLANK = /\$\{IFS[^}]{0,64}\}|\$IFS(?!\w)/gi;
const EXPANDED_TO_NOTHING = /\$\{[^}]{0,64}\}|\$[@*]|\$(?=["'])/g;

/** `undefined` when there is more than anybody would read. */
export function commandsIn(action: string): Commands | undefined {
  if (action.length > MAX_ACTION) return undefined;
  const text = visible(action);
  const chain = chainOf(text);
  const pieces = text.split(PIECES);
  if (chain.length + pieces.length > MAX_COMMANDS) return undefined;
  const spelled = [...chain, ...pieces];
  const inside = [...spelled, ...spelled.map(unquoted)].map(withSingleBlanks);
  return {
    chain: distinct(chain.map(withSingleBlanks)),
    inside: distinct(distinct(inside).flatMap(startsOf)),
  };
}

/** Cut at `;`, `&` and `|`, but not in quotes that end, and not in redirections like `2>&1`. */
function chainOf(text: string): string[] {
  const commands: string[] = [];
  let command = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (SEPARATORS.has(token)) {
      commands.push(command);
      command = '';
    } else command += token;
  }
  return [...commands, command];
}

/** As a shell reads it once quotes, backslashes and empty expansions are gone. */
function unquoted(text: string): string {
  return text
    .replace(EXPANDED_TO_BLANK, ' ')
    .replace(EXPANDED_TO_NOTHING, '')
    .replace(/\\\r?\n|["']/g, '')
    .replace(/\\(.)/gs, '$1');
}

/** The command itself, without its wrappers, launchers and folder. */
function startsOf(command: string): string[] {
  return unwrapCommand(command)
    .flatMap((form) => unwrapCommand(withoutFolder(form)))
    .flatMap((form) => [form, withoutFolder(form), ...behindLaunchers(withoutFolder(form))]);
}

/** From each word on that may be the command which a launcher runs. */
function behindLaunchers(command: string): string[] {
  const [first = '', ...words] = command.split(' ');
  if (!LAUNCHERS.has(first.toLowerCase())) return [];
  const starts: string[] = [];
  let at = first.length + 1;
  for (const word of words) {
    if (starts.length === MAX_WORDS_BEFORE) break;
    if (!NO_COMMAND.test(word) && !LAUNCHERS.has(word.toLowerCase())) {
      starts.push(withoutFolder(command.slice(at)));
    }
    at += word.length + 1;
  }
  return starts;
}

function withoutFolder(command: string): string {
  return command.replace(/^[^\s/]*\/(?:[^\s/]*\/)*(?=[^\s/])/, '');
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
