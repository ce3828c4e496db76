// A command without what is only written before it: `sudo`, `doas` and `env` with their options, and
// assignments of variables. Pure.

/** Letters and names of the options that have a value of their own. */
interface Wrapper {
  readonly short: string;
  readonly long: readonly string[];
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
    },
  ],
  ['doas', { short: 'aCu', long: [] }],
  ['env', { short: 'aCPu', long: ['argv0', 'chdir', 'unset'] }],
]);

/** Where systems keep their own programs; one of the same name elsewhere may be anything. */
const SYSTEM_FOLDER = /^(?:\/usr)?(?:\/local)?\/s?bin\/(?=[^/]+$)/;
const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[\w*\])?\+?=/;
/** One may hold another; of more than these only the innermost command is a form. */
const MAX_FORMS = 8;

/**
 * The command as given, which has single blanks, then without its first wrapper, without its second,
 * and so on.
 */
export function unwrapCommand(command: string): readonly string[] {
  const forms = [command];
  let outer = command;
  for (;;) {
    const inner = withoutWrapper(outer);
    if (inner === outer || inner === '') return forms;
    if (forms.length === MAX_FORMS) forms.pop();
    forms.push(inner);
    outer = inner;
  }
}

function withoutWrapper(command: string): string {
  const { word, next } = wordAt(command, 0);
  if (ASSIGNMENT.test(word)) return behindAssignments(command, 0);
  const wrapper = WRAPPERS.get(word.replace(SYSTEM_FOLDER, '').toLowerCase());
  if (wrapper === undefined) return command;
  return behindAssignments(command, behindOptions(command, next, wrapper));
}

function behindOptions(command: string, start: number, wrapper: Wrapper): number {
  let at = start;
  for (;;) {
    const { word, next } = wordAt(command, at);
    if (word === '--') return next;
    if (!word.startsWith('-')) return at;
    at = hasValueBehind(word, wrapper) ? wordAt(command, next).next : next;
  }
}

/** `-u root`, `-nu root` and `--user root`, unlike `-uroot` and `--user=root`. */
function hasValueBehind(option: string, { short, long }: Wrapper): boolean {
  // Names may be cut short, like `--us root`.
  if (option.startsWith('--')) return long.some((name) => name.startsWith(option.slice(2)));
  const letters = option.slice(1);
  const first = [...letters].findIndex((letter) => short.includes(letter));
  return first !== -1 && first === letters.length - 1;
}

function behindAssignments(command: string, start: number): string {
  let at = start;
  for (;;) {
    const { word, next } = wordAt(command, at);
    if (!ASSIGNMENT.test(word)) return command.slice(at);
    at = next;
  }
}

/** The word that begins at `start`, quotes and all, and where the one behind it begins. */
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
