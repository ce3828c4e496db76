// Where our own Redis keeps its file, its socket and its lock.
import { createHash } from 'node:crypto';
import { lstat, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobwireError, messageOf } from '../../runtime/errors.ts';

export interface RedisFolder {
  /** Append-only file, socket and lock really are here. */
  readonly dir: string;
  readonly socketPath: string;
  readonly lockPath: string;
  /** Makes the folders. Throws `config_invalid` when DATA_DIR can't be written. */
  prepare(): Promise<void>;
}

/**
 * The kernel takes 107 bytes for the address of a Unix socket (103 on macOS), and names of up to
 * 30 bytes follow. A folder with a longer name is reached through a symbolic link with a short one:
 * the sockets themselves never leave DATA_DIR, so that whoever uses it meets the same lock.
 */
const MAX_DIR_BYTES = 103 - 30;

export function createRedisFolder(dataDir: string): RedisFolder {
  const dir = join(dataDir, 'redis');
  const short = Buffer.byteLength(dir) > MAX_DIR_BYTES ? shortFolder(dir) : undefined;
  const reach = short === undefined ? dir : join(short, 'd');

  return {
    dir,
    socketPath: join(reach, 'redis.sock'),
    lockPath: join(reach, 'lock.sock'),
    async prepare() {
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
      } catch (error) {
        throw new JobwireError(
          'config_invalid',
          `DATA_DIR can't be used (${messageOf(error)}); expected a folder that jobwire may write to, for example ./data`,
          { cause: error },
        );
      }
      if (short !== undefined) await linkShort(short, dir);
    },
  };
}

function shortFolder(dir: string): string {
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  return join(tmpdir(), `jobwire-${process.getuid?.() ?? 0}-${hash}`);
}

async function linkShort(folder: string, target: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch(ignore('EEXIST'));
  const made = await lstat(folder);
  const ours = made.isDirectory() && made.uid === (process.getuid?.() ?? made.uid);
  if (!ours || (made.mode & 0o077) !== 0) {
    throw new JobwireError(
      'taken',
      `${folder} belongs to somebody else; expected nothing there, or set DATA_DIR to a shorter path like /var/lib/jobwire`,
    );
  }
  const fresh = join(folder, `d.${process.pid}`);
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, join(folder, 'd'));
}

/** For `.catch`: an expected failure is fine, any other goes on. */
export function ignore(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(systemErrorCode(error))) throw error;
  };
}

/** The system's code of an error (`ENOENT`), or `''`. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
