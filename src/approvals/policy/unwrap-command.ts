// Strips prefixes from a command: `sudo`, `doas` and `env` with their options, and variable assignments. Pure.

/** Options of a command that runs another one, by letters and by names. */
interface Wrapper {
  /** Options with a value. */
  readonly short: string;
  readonly long: readonly string[];
  /** Options that don't change what the command does. */
  readonly plain: string;
  readonly plainLong: readonly string[];
}

/** sudo(8) 1.9, doas(1), env(1) of GNU coreutils 9 and of FreeBSD. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map([
  [
    'sudo',
    {
      short: 'aCcDghpRrTtUu',
      long: [
        ...['auth-type', 'chdir', 'chroot', 'close-from', 'command-timeout', 'group', 'host'],
        ...['other-user', 'prompt', 'role', 'type', 'user'],
      ],
      plain: 'bEgHknpSu',
      plainLong: [
        ...['background', 'group', 'non-interactive', 'preserve-env', 'prompt', 'reset-timestamp'],
        ...['set-home', 'stdin', 'user'],
      ],
    },
  ],
  ['doas', { short: 'aCu', long: [], plain: 'nu', plainLong: [] }],
  ['env', { short: 'aCPu', long: ['argv0', 'chdir', 'unset'], plain: 'u', plainLong: ['unset'] }],
]);

/** Where systems keep their own programs; a program of the same name elsewhere may be anything. */
const SYSTEM_FOLDER = /^(?:\/usr)?(?:\/local)?\/s?bin\/(?=[^/]+$)/;
const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[\w*\])?\+?=/;
/** Variables that don't influence what a program runs or loads; the value of a locale may be a path. */
const HARMLESS_ASSIGNMENT =
  /^(?:CI|LANG|LC_[A-Z]+|NO_COLOR|TZ)=(["']?)[\w@+-]+(?:[./][\w@+-]+)*\1$/;
/** Of nested wrappers; beyond it only the innermost command is kept. */
const MAX_FORMS = 8;

export interface CommandForm {
  readonly text: string;
  /** Whether the command is known to do the same without the prefix. */
  readonly isSame: boolean;
}

/** Where the command after a prefix starts. */
interface Inner {
  readonly at: number;
  readonly isSame: boolean;
}

/**
 * The command as given (with single blanks), then without its first wrapper, without its second, and so on.
 */
export function unwrapCommand(command: string): readonly CommandForm[] {
  const forms: CommandForm[] = [{ text: command, isSame: true }];
  let outer = command;
  let isSame = true;
  for (;;) {
    const inner = afterWrapper(outer);
    if (inner.at === 0 || inner.at >= outer.length) return forms;
    if (forms.length === MAX_FORMS) forms.pop();
    outer = outer.slice(inner.at);
    isSame &&= inner.isSame;
    forms.push({ text: outer, isSame });
  }
}

function afterWrapper(command: string): Inner {
  const { word, next } = wordAt(command, 0);
  if (ASSIGNMENT.test(word)) return afterAssignments(command, 0);
  const wrapper = WRAPPERS.get(word.replace(SYSTEM_FOLDER, '').toLowerCase());
  if (wrapper === undefined) return { at: 0, isSame: true };
  const options = afterOptions(command, next, wrapper);
  const { at, isSame } = afterAssignments(command, options.at);
  return { at, isSame: isSame && options.isSame };
}

function afterOptions(command: string, start: number, wrapper: Wrapper): Inner {
  let at = start;
  let isSame = true;
  for (;;) {
    const { word, next } = wordAt(command, at);
    if (word === '--') return { at: next, isSame };
    if (!word.startsWith('-')) return { at, isSame };
    isSame &&= isPlain(word, wrapper);
    at = takesNextWord(word, wrapper) ? wordAt(command, next).next : next;
  }
}

function isPlain(option: string, { short, plain, plainLong }: Wrapper): boolean {
  const [name = ''] = option.slice(2).split('=', 1);
  if (option.startsWith('--')) return plainLong.some((long) => long.startsWith(name));
  const letters = [...option.slice(1)];
  const last = letters.findIndex((letter) => short.includes(letter));
  const given = last === -1 ? letters : letters.slice(0, last + 1);
  return given.length > 0 && given.every((letter) => plain.includes(letter));
}

/** `-u root`, `-nu root` and `--user root`, unlike `-uroot` and `--user=root`. */
function takesNextWord(option: string, { short, long }: Wrapper): boolean {
  // Names may be cut short, like `--us root`.
  if (option.startsWith('--')) return long.some((name) => name.startsWith(option.slice(2)));
  const letters = option.slice(1);
  const first = [...letters].findIndex((letter) => short.includes(letter));
  return first !== -1 && first === letters.length - 1;
}

function afterAssignments(command: string, start: number): Inner {
  let at = start;
  let isSame = true;
  for (;;) {
    const { word, next } = wordAt(command, at);
    if (!ASSIGNMENT.test(word)) return { at, isSame };
    isSame &&= HARMLESS_ASSIGNMENT.test(word);
    at = next;
  }
}

/** The word at `start`, including quotes, and where the next one starts. */
function wordAt(command: string, start: number): { word: string; next: number } {
  let at = start;
  let quote = '';
  for (; at < command.length; at += 1) {
    const char = command[at] ?? '';
    if (quote === '' && char === ' ') break;
    if (char === '\\' && quote !== "'") at += 1;
    else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
  }
  const end = Math.min(at, command.length);
  return { word: command.slice(start, end), next: Math.min(end + 1, command.length) };
}
