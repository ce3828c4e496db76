// `jobwire <command>`: dispatches commands and reports their errors.

import { systemClock } from '../runtime/clock.ts';
import { JobwireError, messageOf, stackOf } from '../runtime/errors.ts';
import { COMMANDS, type CommandEntry } from './all-commands.ts';
import { print } from './command/print.ts';
import { version } from './command/version.ts';

/** Returns the exit code: 0 success, 1 failure, 64 wrong usage, 78 invalid settings. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  ignoreOutputErrors();
  try {
    return await run(argv);
  } catch (error) {
    await report(error);
    return error instanceof JobwireError ? error.exitCode : 1;
  }
}

/** What it takes is loaded only here, so that a command which takes less starts sooner. */
async function report(error: unknown): Promise<void> {
  const [{ printToStderr }, { readEnvironment }] = await Promise.all([
    import('./command/output.ts'),
    import('../config/load-config.ts'),
  ]);
  printToStderr(`jobwire: ${messageOf(error)}`);
  // A stack trace helps developers, but confuses users.
  const wantsStack = /^(debug|trace)$/.test(readEnvironment().LOG_LEVEL ?? '');
  if (wantsStack) printToStderr(stackOf(error));
}

/**
 * A reader of the output or the log may stop reading, as `head` does, or run out of space; the command goes on
 * regardless.
 */
function ignoreOutputErrors(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === '--version') {
    print(version());
    return 0;
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(rest);
  // Of two words first: `invite list` is not `invite` of a role called list.
  const entry = commandNamed(argv.slice(0, 2).join(' ')) ?? commandNamed(first);
  if (entry !== undefined) {
    const command = await entry.load();
    return command.run(argv.slice(wordsOf(entry).length), { clock: systemClock });
  }
  if (rest.some((word) => word === '--help' || word === '-h')) return help([first]);
  throw unknownCommand(argv);
}

function commandNamed(name: string): CommandEntry | undefined {
  return COMMANDS.find((entry) => entry.name === name);
}

/** Prints the help of all commands, of one, or of a group. */
async function help(words: readonly string[]): Promise<number> {
  const names = words.filter((word) => !word.startsWith('-'));
  const named = COMMANDS.filter((entry) => names.every((word, at) => wordsOf(entry)[at] === word));
  if (named.length === 0) throw unknownCommand(names);
  if (names.length === 0) {
    print(usage());
    return 0;
  }
  const commands = await Promise.all(named.map((entry) => entry.load()));
  print(commands.map((command) => command.help).join('\n\n'));
  return 0;
}

function usage(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: jobwire <command>',
    '',
    'Commands:',
    ...lines,
    '',
    'Options:',
    '  -h, --help  show this; `jobwire help <command>` explains one',
    '  --version   show the version',
    '',
    'Exit codes: 0 done, 1 failed, 64 wrong usage, 78 wrong settings.',
  ].join('\n');
}

function wordsOf({ name }: CommandEntry): string[] {
  return name.split(' ');
}

function unknownCommand(argv: readonly string[]): JobwireError {
  const group = COMMANDS.filter(
    (entry) => wordsOf(entry).length > 1 && wordsOf(entry)[0] === argv[0],
  );
  const known = group.length > 0 ? group : COMMANDS;
  const names = known.map(({ name }) => name).join(', ');
  const given = argv.length === 0 ? 'no command was given' : `"${argv.join(' ')}" is not a command`;
  const [example] = known;
  return new JobwireError(
    'usage_wrong',
    `${given}; expected one of: ${names}\nfor example: jobwire ${example?.name}. See jobwire --help.`,
  );
}
