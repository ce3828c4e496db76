// Parses the options of `jobwire ask`.
import { readDuration } from '../../approvals/policy/duration.ts';
import { isWritableId, MAX_ID } from '../../event/id-limit.ts';
import { wrongUsage } from '../command/command.ts';

const PAIR = /^([^=]{1,100})=(.*)$/s;

/** An id, or a name. */
export function readLabel(name: string, given: string | undefined): string | undefined {
  if (given === undefined || isWritableId(given)) return given;
  throw wrongUsage(`--${name} must be 1 to ${MAX_ID} characters on one line`);
}

/** Seconds. */
export function readAskDuration(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = readDuration(given);
  if (ms !== undefined) return ms / 1_000;
  throw wrongUsage(`--timeout is "${given}"; expected a duration, like 90s, 10m, 2h, 1d`);
}

/** `undefined` without any. */
export function readContext(
  given: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (given.length === 0) return undefined;
  const pairs = given.map((one) => {
    const [, name = '', value = ''] = PAIR.exec(one) ?? [];
    if (name.trim() === '') {
      throw wrongUsage(`--context is "${one}"; expected NAME=VALUE, like --context commits=3`);
    }
    return [name.trim(), value] as const;
  });
  return Object.fromEntries(pairs);
}
