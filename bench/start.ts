// How long from spawn to the `ready` log line, and how much memory 5 s later, idle? With a given
// Redis and with its own; against a bare node process that only imports the same libraries.
// Memory is that of the node process, without the Redis that it may run.
// Build it first: npm run build && npx tsx bench/start.ts [rounds]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/runtime/clock.ts';
import { createWorld } from '../test/helpers/world.ts';
import { median } from './figures.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const IDLE_MS = 5_000;
const AIM = { startMs: 1_500, mb: 150 };
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LIBRARIES = [
  ...['@fluent/bundle', '@grammyjs/runner', 'bullmq', 'fastify', 'grammy', 'ioredis', 'pino'],
  ...['prom-client', 'zod'],
];
const BARE = `await Promise.all(${JSON.stringify(LIBRARIES)}.map((name) => import(name)));
console.log('ready');
setInterval(() => {}, 60_000);`;

/** Something that was started, and how long it took until it was ready. */
interface Started {
  readonly startMs: number;
  readonly pid: number;
  end(): Promise<unknown>;
}

const NAMES = ['given Redis', 'own Redis', 'libraries only'] as const;
type Name = (typeof NAMES)[number];

const START: Record<Name, () => Promise<Started>> = {
  'given Redis': () => startProgram(undefined),
  'own Redis': async () => startProgram(await mkdtemp(join(tmpdir(), 'jw-bench-'))),
  'libraries only': startBare,
};

/** With a folder: runs its own Redis there. */
async function startProgram(dataDir: string | undefined): Promise<Started> {
  const settings = dataDir === undefined ? {} : { REDIS_URL: '', DATA_DIR: dataDir };
  const world = await createWorld({ limits: 'off', settings });
  const startedAt = systemClock.monotonic();
  const program = await world.start();
  return {
    startMs: systemClock.monotonic() - startedAt,
    pid: program.pid,
    async end() {
      await program.stop();
      await world.end();
      if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startBare(): Promise<Started> {
  const startedAt = systemClock.monotonic();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', BARE], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    startMs: systemClock.monotonic() - startedAt,
    pid: child.pid ?? 0,
    async end() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/** Resident memory in MB (10^6 bytes); Linux only. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024) / 1e6;
}

const figures = NAMES.map((name) => ({ name, startMs: [] as number[], mb: [] as number[] }));
for (let round = 0; round < ROUNDS; round += 1) {
  const running: Started[] = [];
  // One after the other, so that none slows down the start of another; idle together.
  for (const { name, startMs } of figures) {
    const started = await START[name]();
    startMs.push(started.startMs);
    running.push(started);
  }
  await systemClock.sleep(IDLE_MS);
  for (const [at, { mb }] of figures.entries()) mb.push(await residentMb(running[at]?.pid ?? 0));
  for (const started of running) await started.end();
}
for (const { name, startMs, mb } of figures) {
  const range = `${Math.round(Math.min(...startMs))} to ${Math.round(Math.max(...startMs))}`;
  const memory = `${Math.round(median(mb))} MB when idle`;
  console.log(`${name}: ready after ${Math.round(median(startMs))} ms (${range}), ${memory}`);
}
console.log(`aims: ${AIM.startMs} ms, ${AIM.mb} MB`);
process.exit(0);
