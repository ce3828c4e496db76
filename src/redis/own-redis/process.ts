// One redis-server process: starting it, waiting until it answers, ending it without loss.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RedisFolder } from './folder.ts';
import { probe } from './probe.ts';

export interface RedisProcess {
  /** Resolves when the process is gone, for whatever reason. Never rejects. */
  readonly gone: Promise<void>;
  /**
   * Resolves when it answers, its file loaded. Throws `unavailable` when it ended instead, `missing`
   * when there is no program.
   */
  ready(): Promise<void>;
  /** SIGTERM, on which Redis writes its append-only file out; SIGKILL when that takes too long. */
  end(deadlineMs: number): Promise<void>;
  /** What it said last, for error texts. */
  lastLines(): string;
}

export interface ProcessDeps {
  readonly folder: RedisFolder;
  readonly clock: Clock;
  readonly log: Logger;
}

const KEPT_LINES = 5;
/** Becomes the first program that there is; what it writes is for its owner only. */
const LAUNCH =
  'umask 077; for name in redis-server valkey-server; do command -v "$name" >/dev/null && exec "$name" "$@"; done; exit 127';
const NO_PROGRAM = 127;
/**
 * Waits until its input ends, as it does when jobwire ends in whatever way, and ends Redis then: $1.
 * Redis writes its file out on SIGTERM.
 */
const GUARD =
  'while read -r _; do :; done; kill -TERM "$1" || exit; n=0; while [ $n -lt 50 ]; do sleep 0.1; kill -0 "$1" || exit; n=$((n+1)); done; kill -KILL "$1"';

/** Resolves when the process is there. */
export async function launchRedis(deps: ProcessDeps): Promise<RedisProcess> {
  const child = await launch(deps.folder);
  const { clock, log, folder } = deps;
  const lines = keepLastLines(child, log);
  let ended = false;
  const guard = launchGuard(child, deps);
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true;
      guard.kill('SIGKILL');
      resolve();
    });
  });
  const lastLines = () => lines.join('\n');

  return {
    gone,
    lastLines,
    async ready() {
      while ((await probe(folder.socketPath, clock)).kind !== 'answers') {
        if (ended && child.exitCode === NO_PROGRAM) throw noProgram();
        if (ended) throw endedEarly(folder.dir, lastLines());
        await clock.sleep(20);
      }
    },
    async end(deadlineMs) {
      child.kill('SIGTERM');
      const cancel = clock.after(deadlineMs, () => {
        log.warn({ deadlineMs }, 'own_redis_killed');
        child.kill('SIGKILL');
      });
      await gone;
      cancel();
    },
  };
}

async function launch(folder: RedisFolder): Promise<ChildProcess> {
  // A process group of its own: Ctrl-C in the terminal ends jobwire, and jobwire ends Redis.
  const child = spawn('/bin/sh', ['-c', LAUNCH, 'sh', ...settings(folder)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  return child;
}

/** Ends with Redis. Without it, a Redis outlives a jobwire that was killed, until the next start. */
function launchGuard({ pid }: ChildProcess, { log }: ProcessDeps): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', (error) => log.warn({ reason: messageOf(error) }, 'own_redis_unguarded'));
  guard.stdin.on('error', () => {});
  guard.unref();
  return guard;
}

function noProgram(): JobwireError {
  return new JobwireError(
    'missing',
    'found neither redis-server nor valkey-server; expected one of them on the PATH (Debian and Ubuntu: `apt-get install redis-server`, macOS: `brew install redis`), or an address in REDIS_URL, for example redis://127.0.0.1:6379',
  );
}

function settings({ dir, socketPath }: RedisFolder): string[] {
  return Object.entries({
    port: '0',
    unixsocket: socketPath,
    unixsocketperm: '700',
    dir,
    pidfile: `${dir}/redis.pid`,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    // Blocking reads time out on Redis' own tick: at the default of 10 they are up to 100 ms late.
    hz: '100',
    'maxmemory-policy': 'noeviction',
  }).flatMap(([name, value]) => [`--${name}`, value]);
}

function keepLastLines(child: ChildProcess, log: Logger): readonly string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      lines.splice(0, Math.max(0, lines.length - KEPT_LINES));
      log.debug({ text }, 'own_redis_said');
    });
  }
  return lines;
}

function endedEarly(dir: string, lastLines: string): JobwireError {
  return new JobwireError(
    'unavailable',
    `Redis ended as soon as it was started; expected it to keep its data in ${dir}. It said:\n${lastLines}`,
  );
}
