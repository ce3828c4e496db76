// `jobwire <command>`: which one, and what becomes of an error.
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readEnvironment } from '../config.ts';
import { JobwireError, messageOf } from '../errors.ts';
import { version } from './version.ts';

const USAGE = `Usage: jobwire <command>

Commands:
  start   run the bot; needs BOT_TOKEN (see .env.example)
  demo    run everything against a Telegram simulator, with example jobs

Options:
  -h, --help   show this
  --version    show the version
`;

type Command = () => Promise<number>;

/** Each is loaded when it is used: the bot needs no simulator. */
const COMMANDS: Readonly<Record<string, Command>> = {
  start: async () => (await import('./start.ts')).runStart({ clock: systemClock }),
  demo: async () => (await import('./demo.ts')).runDemo({ clock: systemClock }),
};

/** Answers the exit code: 0 done, 1 failed, 64 wrong usage, 78 wrong settings. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (error) {
    console.error(`jobwire: ${messageOf(error)}`);
    if (wantsStack()) console.error(error);
    return error instanceof JobwireError ? error.exitCode : 1;
  }
}

/** A stack helps who mends the program, and only confuses who uses it. */
function wantsStack(): boolean {
  return /^(debug|trace)$/.test(readEnvironment().LOG_LEVEL ?? '');
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.version) {
    console.log(version());
    return 0;
  }
  const [name, ...rest] = positionals;
  if (values.help || name === 'help') {
    console.log(USAGE);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || rest.length > 0) throw wrongUsage(argv);
  return command();
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } },
    });
  } catch (cause) {
    throw wrongUsage(argv, cause);
  }
}

function wrongUsage(argv: readonly string[], cause?: unknown): JobwireError {
  const given = argv.length === 0 ? 'no command was given' : `"${argv.join(' ')}" is no command`;
  const known = Object.keys(COMMANDS).join(' or ');
  const message = `${given}; expected ${known}, like \`jobwire start\`. See jobwire --help.`;
  return new JobwireError('usage_wrong', message, { cause });
}
