// One use of the command line, until it ends: of the built program, or of the source in this process.
import { once } from 'node:events';
import { vi } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { joinedHere, type Settings, spawnProgram } from './program.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `HTTP_PORT` is 0 unless given, so that nothing else on this machine is asked. */
export async function jobwire(settings: Settings, ...args: readonly string[]): Promise<Ended> {
  const child = spawnProgram({ HTTP_PORT: '0', ...settings }, args, joinedHere());
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    said.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

/** The environment and the console are this process' own, so one runs at a time. */
let former: Promise<unknown> = Promise.resolve();

/** The same without starting a process, which takes ten times as long. */
export function jobwireHere(settings: Settings, ...args: readonly string[]): Promise<Ended> {
  const ended = former.then(() => runHere({ HTTP_PORT: '0', ...settings }, args));
  former = ended.catch(() => {});
  return ended;
}

async function runHere(settings: Settings, args: readonly string[]): Promise<Ended> {
  const said = { out: '', err: '' };
  const { env } = process;
  const { PATH, HOME } = env;
  const out = vi.spyOn(console, 'log').mockImplementation((text) => {
    said.out += `${text}\n`;
  });
  const err = vi.spyOn(console, 'error').mockImplementation((text) => {
    said.err += `${text}\n`;
  });
  process.env = { PATH, HOME, ...settings };
  try {
    const code = await runCommandLine(args);
    return { code, ...said };
  } finally {
    process.env = env;
    out.mockRestore();
    err.mockRestore();
  }
}
