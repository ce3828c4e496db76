// The command that `jobwire run` runs: its output passes through byte for byte, its input and terminal are ours, and
// signals reach it.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';

export type OutputChannel = 'out' | 'err';

export interface CommandEnd {
  /** As a shell has it: 128 and the number of the signal that ended it; 126 and 127 where it can't be run. */
  readonly code: number;
  readonly signal?: NodeJS.Signals;
  /** Why it can't be run. */
  readonly failure?: string;
  /** Something that it started still holds its output. */
  readonly isHeld?: true;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  /** Signals that were passed on, the newest last. */
  readonly passedOn: readonly NodeJS.Signals[];
}

interface Deps {
  readonly env: NodeJS.ProcessEnv;
  /** Leaves the terminal to the command itself; nothing is copied. */
  readonly isTerminal: boolean;
  /** Called with each piece of output, before it passes on; has to return at once. */
  readonly onOutput: (channel: OutputChannel, chunk: Buffer) => void;
  readonly clock: Clock;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** Those that a terminal sends to all of its processes, so to the command as well. */
const OF_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);
/** What the command has left behind may hold its output for ever. */
const HELD_MS = 1_000;
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

export function startCommand([file = '', ...args]: readonly string[], deps: Deps): RunningCommand {
  const { env, isTerminal, onOutput, clock } = deps;
  const output = isTerminal ? 'inherit' : 'pipe';
  const passedOn: NodeJS.Signals[] = [];
  let child: ChildProcess | undefined;

  const onSignal = (signal: NodeJS.Signals) => {
    passedOn.push(signal);
    if (!(OF_TERMINAL.has(signal) && isInForeground())) child?.kill(signal);
  };
  // Before it starts, so that no signal falls between.
  for (const name of SIGNALS) process.on(name, onSignal);

  const ended = new Promise<CommandEnd>((resolve) => {
    const refuse = (error: unknown) => resolve(refusalOf(file, error));
    try {
      child = spawn(file, args, { env, stdio: ['inherit', output, output] });
    } catch (error) {
      // Of some reasons Node throws at once: ENOTDIR, ELOOP, ENAMETOOLONG, E2BIG …
      return refuse(error);
    }
    const { stdout, stderr } = child;
    if (stdout !== null) passThrough(stdout, process.stdout, (chunk) => onOutput('out', chunk));
    if (stderr !== null) passThrough(stderr, process.stderr, (chunk) => onOutput('err', chunk));
    child.once('error', refuse);
    let end: CommandEnd | undefined;
    child.once('exit', (code, signal) => {
      const known = end ?? endOf(code, signal);
      end = known;
      clock.after(HELD_MS, () => {
        stdout?.destroy();
        stderr?.destroy();
        resolve({ ...known, isHeld: true });
      });
    });
    child.once('close', (code, signal) => resolve(end ?? endOf(code, signal)));
  });
  return {
    passedOn,
    ended: ended.finally(() => {
      for (const name of SIGNALS) process.off(name, onSignal);
    }),
  };
}

/** Why it can't be run. */
function refusalOf(file: string, error: unknown): CommandEnd {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (isMissing) return { code: NOT_FOUND, failure: `${file}: command not found` };
  return { code: NOT_EXECUTABLE, failure: `${file}: ${messageOf(error)}` };
}

function endOf(code: number | null, signal: NodeJS.Signals | null): CommandEnd {
  return signal === null ? { code: code ?? 0 } : { code: 128 + constants.signals[signal], signal };
}

/** No faster than it is read, and no longer: whoever writes to a reader that left has to learn of it. */
function passThrough(from: Readable, to: Writable, copy: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    copy(chunk);
    if (to.write(chunk)) return;
    from.pause();
    to.once('drain', () => from.resume());
  });
  to.on('error', () => from.destroy());
}

/** Whether our terminal sends its signals to us, and so to the command too. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return terminal !== '0' && group === foreground;
  } catch {
    return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  }
}
