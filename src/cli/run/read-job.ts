// Parses what `jobwire run` is given.
import { basename } from 'node:path';
import { readDuration } from '../../approvals/policy/duration.ts';
import { isWritableId, MAX_ID } from '../../event/id-limit.ts';
import { wrongUsage } from '../command/command.ts';

/** Job ids are names of files and streams elsewhere. */
const MONEY = /^\d{1,9}(?:\.\d{1,4})?$/;
const MAX_NAME = 40;

export function readJobLabel(name: string, given: string | undefined): string | undefined {
  if (given === undefined || isWritableId(given)) return given;
  throw wrongUsage(`--${name} must be 1 to ${MAX_ID} characters on one line`);
}

/** US dollars. */
export function readBudget(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (MONEY.test(given)) return Number(given);
  throw wrongUsage(`--budget is "${given}"; expected US dollars, like 12.50`);
}

const SILENCE_MS = { min: 5_000, fallback: 120_000, max: 7 * 86_400_000 };

/** Seconds. */
export function readSilence(given: string | undefined): number {
  const ms = given === undefined ? SILENCE_MS.fallback : (readDuration(given) ?? 0);
  if (ms >= SILENCE_MS.min && ms <= SILENCE_MS.max) return ms / 1_000;
  throw wrongUsage(`--silent-after is "${given}"; expected 5s to 7d, like 2m`);
}

/** The command has to come after `--`, so that its options are its own. */
export function checkCommand(positionals: readonly string[], command: readonly string[]): void {
  const [first] = command;
  if (positionals.length > command.length) {
    throw wrongUsage(`unexpected argument "${positionals[0]}"; put the command after --`);
  }
  if (first === undefined || first === '') {
    throw wrongUsage('the command is missing; put it after --');
  }
}

/** What a new job is called: `deploy.sh-Xy3_k9Qz`. */
export function newJobId([file = '']: readonly string[], token: string): string {
  const name = basename(file)
    .replace(/[^\w.-]+/g, '-')
    .slice(0, MAX_NAME);
  return `${name || 'run'}-${token}`;
}
