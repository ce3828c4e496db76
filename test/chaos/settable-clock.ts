// Wall clocks of single programs that a test can set, where this machine has a C compiler.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pick } from '../hostile/odd.ts';
import { between, type FaultKind } from './fault.ts';

export interface SettableClock {
  /** What the program's environment needs. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on its wall clock is off by so much. */
  setOff(ms: number): Promise<void>;
}

export type CreateClock = (name: string) => Promise<SettableClock>;

const SOURCE = fileURLToPath(new URL('set-clock.c', import.meta.url));
const run = promisify(execFile);

/** `undefined` where it can't be built. */
export async function settableClocks(folder: string): Promise<CreateClock | undefined> {
  const library = join(folder, 'set-clock.so');
  const built = await run('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE]).catch(
    () => null,
  );
  if (built === null) return undefined;
  return async (name) => {
    const file = join(folder, `clock of ${name}`);
    const setOff = (ms: number) => writeFile(file, String(ms).padEnd(16));
    await setOff(0);
    return { env: { LD_PRELOAD: library, CHAOS_CLOCK: file }, setOff };
  };
}

const STEPS_MS = [3_600_000, -3_600_000, 90_000, -90_000, -5_000] as const;

/** A step, and the step back. */
export function clockSteps(whose: string, { setOff }: SettableClock): FaultKind {
  return {
    name: `${whose} has its clock set`,
    draw(random) {
      const stepMs = pick(random, STEPS_MS);
      const lengthMs = between(random, [1_500, 6_000]);
      return {
        detail: `by ${stepMs / 1_000} s for ${lengthMs} ms`,
        lengthMs,
        begin: () => setOff(stepMs),
        end: () => setOff(0),
      };
    },
  };
}
