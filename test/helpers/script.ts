// One use of `jobwire ask` or `run`, as a script makes it: a process of its own, which can be talked to and killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from './program.ts';
import { waitUntil } from './wait.ts';

export const MAIN = join(fileURLToPath(new URL('../../', import.meta.url)), 'dist/main.js');

export interface ScriptEnd {
  readonly code: number | null;
  /** Byte for byte, as latin1. */
  readonly out: string;
  readonly err: string;
}

export interface Script {
  readonly pid: number;
  readonly said: { out: string; err: string };
  /** Resolves once standard error, or output, says so. */
  says(what: RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<ScriptEnd>;
}

interface Options {
  readonly settings: Settings;
  readonly input?: string;
  readonly cwd?: string;
}

const running = new Set<ChildProcess>();

/** Ends those that a failed test left behind. */
export function endScripts(): void {
  for (const child of running) child.kill();
}

/** Starts any program with nothing of this process' environment but PATH and HOME. */
export function startScript(
  [file = '', ...args]: readonly string[],
  { settings, input, cwd = tmpdir() }: Options,
): Script {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...settings } });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('latin1').on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said.err += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }));
  return {
    pid: child.pid ?? 0,
    said,
    says: (what) =>
      waitUntil(() => what.test(said.err) || what.test(said.out), {
        saw: () => said,
        patienceMs: 60_000,
      }),
    signal: (name) => void child.kill(name),
    ended,
  };
}

export const startJobwire = (args: readonly string[], options: Options) =>
  startScript([process.execPath, MAIN, ...args], options);
