// A Redis whose jobwire was killed goes on without it. Before a new one starts, it is ended: two
// servers on one append-only file would destroy it.
import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { RedisFolder } from './folder.ts';
import { probe, shutDown } from './probe.ts';

interface Deps {
  readonly folder: RedisFolder;
  readonly clock: Clock;
  readonly log: Logger;
}

const DEADLINE_MS = 5000;

/**
 * Resolves when no Redis runs on this folder. It loses nothing that was answered: the server is
 * asked to end; one that does not listen to that is killed, which its append-only file survives.
 * Only for the holder of the lock. Throws `taken` when it can't be ended.
 */
export async function endOrphan(deps: Deps): Promise<void> {
  const { folder, clock, log } = deps;
  const found = await probe(folder.socketPath, clock);
  const pid = found.kind === 'answers' ? found.pid : await pidOnFile(folder.dir, found.kind);
  if (found.kind === 'nobody' && pid === undefined) return;
  log.warn({ pid: pid ?? 'unknown' }, 'own_redis_orphan_ended');
  if (found.kind !== 'nobody') await shutDown(folder.socketPath, clock);
  if (await isGone(deps, pid)) return;
  if (pid !== undefined && (await runsOn(pid, folder.dir))) kill(pid);
  if (await isGone(deps, pid)) return;
  throw new JobwireError(
    'taken',
    `a Redis (process ${pid ?? 'unknown'}) that an earlier jobwire left on ${folder.dir} does not end; expected none: end it with \`kill -9\` and start again`,
  );
}

async function isGone({ folder, clock }: Deps, pid: number | undefined): Promise<boolean> {
  const deadline = clock.monotonic() + DEADLINE_MS;
  while (clock.monotonic() < deadline) {
    const runs = pid !== undefined && (await runsOn(pid, folder.dir));
    if (!runs && (await probe(folder.socketPath, clock)).kind === 'nobody') return true;
    await clock.sleep(20);
  }
  return false;
}

/** The process that Redis' own file names, if that process still is a Redis on this folder. */
async function pidOnFile(dir: string, found: 'busy' | 'nobody'): Promise<number | undefined> {
  // Elsewhere than on Linux an id can't be checked; then only a socket that listens proves a server.
  if (process.platform !== 'linux' && found === 'nobody') return undefined;
  const text = await readFile(join(dir, 'redis.pid'), 'utf8').catch(() => '');
  const pid = Number(text.trim());
  return pid > 0 && (await runsOn(pid, dir)) ? pid : undefined;
}

/**
 * Ids are given out again, so an id alone proves nothing: on Linux the process must also work in
 * this folder. A dead one that nobody has waited for has no folder any more.
 */
async function runsOn(pid: number, dir: string): Promise<boolean> {
  if (!exists(pid)) return false;
  if (process.platform !== 'linux') return true;
  const worksIn = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return worksIn !== undefined && worksIn === (await realpath(dir));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
