// Contract of a command, and what is the same for all: reading its arguments, its help, what is said
// when it was written wrong.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { print } from './output.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface CommandDeps {
  readonly clock: Clock;
}

export interface CliCommand {
  /** All there is to know about it, for people. */
  readonly help: string;
  /** Answers the exit code. Throws `usage_wrong`, which says how it is written, with an example. */
  run(argv: readonly string[], deps: CommandDeps): Promise<number>;
}

interface Spec<Given extends Options> {
  /** How it is written, without `jobwire`: `token revoke ID`. */
  readonly usage: string;
  /** One correct use of it, in the same form. */
  readonly example: string;
  /** What it does, and what its options mean; lines. */
  readonly about: string;
  readonly options: Given;
  /** Throws `usage_wrong` with nothing but what was wrong. */
  run(args: CommandArgs<Given>, deps: CommandDeps): Promise<number>;
}

/** Values by option, and what stood there without one. */
export type CommandArgs<Given extends Options> = Pick<
  ReturnType<typeof parseArgs<{ args: string[]; options: Given; allowPositionals: true }>>,
  'values' | 'positionals'
>;

export function defineCommand<const Given extends Options>(spec: Spec<Given>): CliCommand {
  const { usage, example, about, options } = spec;
  const help = `Usage: jobwire ${usage}\n\n${about}\n\nExample:\n  jobwire ${example}`;

  function read(argv: readonly string[]): CommandArgs<Given> {
    try {
      return parseArgs({ args: withNegatives(argv), options, allowPositionals: true });
    } catch (cause) {
      // Node explains at length how to pass a dash; the first sentence says what was wrong.
      throw new JobwireError('usage_wrong', messageOf(cause).replace(/\. .*/s, ''), { cause });
    }
  }

  return {
    help,
    async run(argv, deps) {
      if (argv.some((one) => one === '--help' || one === '-h')) {
        print(help);
        return 0;
      }
      try {
        return await spec.run(read(argv), deps);
      } catch (error) {
        if (!(error instanceof JobwireError && error.code === 'usage_wrong')) throw error;
        const expected = `expected: jobwire ${usage}\nfor example: jobwire ${example}`;
        throw new JobwireError('usage_wrong', `${error.message}\n${expected}`, { cause: error });
      }
    },
  };
}

/** For `run` of a command: what was wrong; how it is written is added. */
export function wrongUsage(what: string, cause?: unknown): JobwireError {
  return new JobwireError('usage_wrong', what, { cause });
}

/** Throws when something stands there that the command takes for nothing. */
export function refuseArguments(positionals: readonly string[]): void {
  const [surplus] = positionals;
  if (surplus !== undefined) throw wrongUsage(`"${surplus}" is one argument too many`);
}

/** A group's chat id begins with a dash; without this, `--chat -1001` would be two options. */
function withNegatives(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const one of argv) {
    const before = joined.at(-1);
    const isNegative = /^-\d/.test(one) && before !== undefined && /^--[a-z-]+$/.test(before);
    if (isNegative) joined[joined.length - 1] = `${before}=${one}`;
    else joined.push(one);
  }
  return joined;
}
