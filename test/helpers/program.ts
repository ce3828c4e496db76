// The built program as a process of its own, to be used and killed like one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/runtime/clock.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 60_000;

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Program {
  readonly pid: number;
  /** Address of its HTTP API. */
  readonly url: string;
  /** Everything it logged until now. */
  readonly log: readonly LogLine[];
  /** What it wrote besides, on either output. */
  readonly console: readonly string[];
  /** Resolves with the next (or an earlier) log line of this name. */
  logged(name: string): Promise<LogLine>;
  signal(name: NodeJS.Signals): void;
  /** SIGKILL; resolves when it is gone. */
  kill9(): Promise<void>;
  /** SIGTERM; answers exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
}

export type Settings = Readonly<Record<string, string>>;

/** Which program runs: by default what was built here, on this Node. */
export interface Installed {
  readonly node: string;
  /** Folder of `dist/`. */
  readonly root: string;
}

const BUILT_HERE: Installed = { node: process.execPath, root: ROOT };

/** The same, joined with its packages, where the tests have made that: see joined-program.ts. */
export const joinedHere = (): Installed => ({
  node: process.execPath,
  root: process.env.JOINED_PROGRAM ?? ROOT,
});

/** Starts `dist/main.js <args>`; nothing of this process' environment but PATH and HOME reaches it. */
export function spawnProgram(
  settings: Settings,
  args: readonly string[] = ['start'],
  { node, root } = BUILT_HERE,
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(node, [join(root, 'dist/main.js'), ...args], {
    cwd: root,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Resolves when the program says that it is ready; rejects with its output when it ends before. */
export async function startProgram(
  settings: Settings,
  installed: Installed = joinedHere(),
): Promise<Program> {
  const DATA_DIR = join(tmpdir(), `jw-data-${process.pid}`);
  const defaults = { HTTP_PORT: '0', LOG_LEVEL: 'info', DATA_DIR };
  const child = spawnProgram({ ...defaults, ...settings }, ['start'], installed);
  const log: LogLine[] = [];
  const waiting = new Set<{ name: string; resolve: (line: LogLine) => void }>();
  const plain: string[] = [];
  if (child.stderr === null || child.stdout === null) throw new Error('no output');
  createInterface({ input: child.stdout }).on('line', (line) => plain.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.startsWith('{')) {
      plain.push(line);
      return;
    }
    const entry = JSON.parse(line) as LogLine;
    log.push(entry);
    for (const waiter of waiting) {
      if (waiter.name === entry.msg) {
        waiting.delete(waiter);
        waiter.resolve(entry);
      }
    }
  });
  const logged = (name: string) =>
    new Promise<LogLine>((resolve) => {
      const found = log.find(({ msg }) => msg === name);
      if (found === undefined) waiting.add({ name, resolve });
      else resolve(found);
    });
  const exited = once(child, 'exit');
  const late = new AbortController();
  const ready = await Promise.race([
    logged('ready'),
    exited.then(() => undefined),
    systemClock.sleep(START_MS, late.signal).then(() => undefined),
  ]);
  late.abort();
  if (ready === undefined) fail(child.exitCode === null ? 'was not ready in time' : 'ended');
  function fail(what: string): never {
    child.kill('SIGKILL');
    const said = [...plain, ...log.map((line) => JSON.stringify(line))].join('\n');
    throw new Error(`the program ${what}:\n${said}`);
  }
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${ready.port}`,
    log,
    console: plain,
    logged,
    signal: (name) => void child.kill(name),
    async kill9() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      const startedAt = systemClock.monotonic();
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const [code] = child.exitCode === null ? await exited : [child.exitCode];
      return { code, tookMs: systemClock.monotonic() - startedAt };
    },
  };
}
