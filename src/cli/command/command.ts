// Contract of a command, and what all commands share: parsing arguments, help, usage errors.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { print } from './print.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface CommandDeps {
  readonly clock: Clock;
}

export interface CliCommand {
  /** The full help text. */
  readonly help: string;
  /** Returns the exit code. Throws `usage_wrong` with the usage and an example. */
  run(argv: readonly string[], deps: CommandDeps): Promise<number>;
}

interface Spec<Given extends Options> {
  /** Without `jobwire`: `token revoke ID`. */
  readonly usage: string;
  /** A valid example, in the same form. */
  readonly example: string;
  /** What it does, and what its options mean. */
  readonly about: string;
  readonly options: Given;
  /** Throws `usage_wrong` with only the problem; usage and example are added. */
  run(args: CommandArgs<Given>, deps: CommandDeps): Promise<number>;
}

/** Values by option, and positional arguments, of which `rest` came after `--`. */
export type CommandArgs<Given extends Options> = Pick<
  ReturnType<typeof parseArgs<{ args: string[]; options: Given; allowPositionals: true }>>,
  'values' | 'positionals'
> & { readonly rest: readonly string[] };

export function defineCommand<const Given extends Options>(spec: Spec<Given>): CliCommand {
  const { usage, example, about, options } = spec;
  const help = `Usage: jobwire ${usage}\n\n${about}\n\nExample:\n  jobwire ${example}`;

  function read(argv: readonly string[], rest: readonly string[]): CommandArgs<Given> {
    try {
      const args = withNegatives(argv);
      const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
      return { values, positionals: [...positionals, ...rest], rest };
    } catch (cause) {
      // Node explains at length how to pass a dash; the first sentence is enough.
      throw new JobwireError('usage_wrong', messageOf(cause).replace(/\. .*/s, ''), { cause });
    }
  }

  return {
    help,
    async run(given, deps) {
      const end = given.indexOf('--');
      const argv = end < 0 ? given : given.slice(0, end);
      const rest = end < 0 ? [] : given.slice(end + 1);
      if (argv.some((one) => one === '--help' || one === '-h')) {
        print(help);
        return 0;
      }
      try {
        return await spec.run(read(argv, rest), deps);
      } catch (error) {
        if (!(error instanceof JobwireError && error.code === 'usage_wrong')) throw error;
        const expected = `expected: jobwire ${usage}\nfor example: jobwire ${example}`;
        throw new JobwireError('usage_wrong', `${error.message}\n${expected}`, { cause: error });
      }
    },
  };
}

/** For `run` of a command; usage and example are added. */
export function wrongUsage(what: string, cause?: unknown): JobwireError {
  return new JobwireError('usage_wrong', what, { cause });
}

/** Throws if there are positional arguments. */
export function refuseArguments(positionals: readonly string[]): void {
  const [surplus] = positionals;
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
}

/** A group's chat id starts with a dash; without this, `--chat -1001` would be two options. */
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
