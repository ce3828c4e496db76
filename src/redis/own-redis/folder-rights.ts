// The folder of our own Redis belongs to whoever runs jobwire alone: it holds every event, person and
// token. One that was made with wider rights is closed.
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { systemErrorCode } from './folder.ts';

const OTHERS = 0o077;

/** Takes all rights from group and others; where that can't be done, the log says so once. */
export async function restrictFolder(dir: string, log: Logger): Promise<void> {
  try {
    // From the outside in: nobody can follow.
    await close(dir);
  } catch (error) {
    const { mode } = await lstat(dir);
    // What is inside is closed by its folder.
    if ((mode & OTHERS) === 0) return;
    log.warn({ folder: dir, reason: messageOf(error) }, 'folder_open_to_others');
  }
}

async function close(path: string): Promise<void> {
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) return;
  if ((entry.mode & OTHERS) !== 0) await chmod(path, entry.mode & 0o700);
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) await close(join(path, name)).catch(ignoreGone);
}

/** Redis removes files while it rewrites them. */
function ignoreGone(error: unknown): void {
  if (systemErrorCode(error) !== 'ENOENT') throw error;
}
