// One replica under a supervisor: started anew whenever it ends, on the same port, as systemd does.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { systemClock } from '../../src/runtime/clock.ts';
import { joinedHere, type LogLine, type Settings, spawnProgram } from '../helpers/program.ts';
import { freePort } from '../helpers/redis-server.ts';

/** It ended without being told to. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly livedMs: number;
  /** It had said so; one that ends before could not start, and is started again. */
  readonly wasReady: boolean;
  /** The last lines that it wrote. */
  readonly lastLines: readonly string[];
}

export interface Replica {
  readonly name: string;
  readonly url: string;
  /** Of the process that lives now; 0: none does. */
  readonly pid: number;
  /** Everything it logged at `warn` and above, over all its lives. */
  readonly troubles: readonly LogLine[];
  readonly exits: readonly Exit[];
  /** Most resident memory of any of its lives, in MB. */
  readonly peakMb: number;
  /** SIGKILL; it starts again when `resume` is called. */
  kill9(): Promise<void>;
  resume(): void;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, for good. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
}

const RESTART_MS = 300;
const LOOK_MS = 500;
const LAST_LINES = 15;

export async function startReplica(name: string, settings: Settings): Promise<Replica> {
  const port = await freePort();
  const troubles: LogLine[] = [];
  const exits: Exit[] = [];
  let child: ChildProcess | undefined;
  let state: 'runs' | 'killed' | 'stopped' = 'runs';
  let peakMb = 0;
  const told = new WeakSet<ChildProcess>();
  const lookedAt = new AbortController();

  function note(line: string, lastLines: string[]): boolean {
    lastLines.push(line);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    if (!line.startsWith('{')) return false;
    const entry = JSON.parse(line) as LogLine;
    if (entry.level === 'warn' || entry.level === 'error' || entry.level === 'fatal') {
      troubles.push(entry);
    }
    return entry.msg === 'ready';
  }

  function spawn(): void {
    const beganAt = systemClock.monotonic();
    const lastLines: string[] = [];
    let wasReady = false;
    const own = spawnProgram({ ...settings, HTTP_PORT: String(port) }, ['start'], joinedHere());
    child = own;
    if (own.stderr === null) throw new Error('no stderr');
    createInterface({ input: own.stderr }).on('line', (line) => {
      wasReady = note(line, lastLines) || wasReady;
    });
    own.on('close', (code, signal) => {
      // Told to: whoever did that says when the next one starts.
      if (own !== child || state !== 'runs' || told.has(own)) return;
      const livedMs = systemClock.monotonic() - beganAt;
      exits.push({ code, signal, livedMs, wasReady, lastLines });
      systemClock.after(RESTART_MS, () => {
        if (state === 'runs') spawn();
      });
    });
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    if (child.signalCode !== null) return null;
    told.add(child);
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = await exited;
    return code as number | null;
  }

  async function lookAtMemory(): Promise<void> {
    while (!lookedAt.signal.aborted) {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8').catch(() => '');
      peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024);
      await systemClock.sleep(LOOK_MS, lookedAt.signal);
    }
  }

  spawn();
  const looking = lookAtMemory();
  return {
    name,
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return child?.exitCode === null && child.signalCode === null ? (child.pid ?? 0) : 0;
    },
    troubles,
    exits,
    get peakMb() {
      return peakMb;
    },
    async kill9() {
      if (state !== 'runs') return;
      state = 'killed';
      await end('SIGKILL');
    },
    resume() {
      if (state !== 'killed') return;
      state = 'runs';
      spawn();
    },
    signal: (signal) => void child?.kill(signal),
    async stop() {
      state = 'stopped';
      const beganAt = systemClock.monotonic();
      const code = await end('SIGTERM');
      lookedAt.abort();
      await looking;
      return { code, tookMs: systemClock.monotonic() - beganAt };
    },
  };
}
