// The archive holds everything that jobs say, so it is for its owner only; also where its folder was
// there before, with wider rights. What else lies there is not touched.
import { chmod, lstat, opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { whereThere } from '../text/plain-file.ts';

const FILE = 'events.jsonl';
const OTHERS = 0o077;
const STICKY = 0o1000;

interface Deps {
  readonly archiveDir: string;
  readonly log: Logger;
}

/** Started, the archive is closed to others, or the log says once why it is not. */
export function createArchiveRights({ archiveDir, log }: Deps): Service {
  return {
    name: 'archive-rights',
    async start() {
      const reason = await closeArchive(archiveDir).catch(messageOf);
      if (reason !== undefined) {
        log.warn({ folder: archiveDir, reason }, 'folder_open_to_others');
      }
    },
    async stop() {},
  };
}

/** Takes the rights of group and others from a file or folder, where somebody may do that. */
export async function restrictToOwner(path: string): Promise<void> {
  const { mode } = await lstat(path);
  if ((mode & OTHERS) !== 0) await chmod(path, mode & 0o700);
}

/** Why it stays open; `undefined` when it is closed or not there yet. */
async function closeArchive(dir: string): Promise<string | undefined> {
  const folder = await whereThere(stat(dir));
  if (folder === undefined || (folder.mode & OTHERS) === 0) return undefined;
  const isShared = await closeJobs(dir);
  if (isShared || (folder.mode & STICKY) !== 0) return 'it holds other things than the archive';
  await chmod(dir, folder.mode & 0o700);
  return undefined;
}

/** Answers whether there is something that is no part of an archive. */
async function closeJobs(dir: string): Promise<boolean> {
  let isShared = false;
  for await (const entry of await opendir(dir)) {
    const path = join(dir, entry.name);
    const names = entry.isDirectory() ? await readdir(path).catch(() => [path]) : [path];
    if (names.some((name) => name !== FILE)) {
      isShared = true;
      continue;
    }
    for (const name of names) await restrictToOwner(join(path, name));
    await restrictToOwner(path);
  }
  return isShared;
}
