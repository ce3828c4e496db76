// Restricts the archive to its owner, because it contains everything that jobs report; also if its folder existed
// before, with wider permissions. Other files in it are not touched.
import { chmod, lstat, opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { ifExists } from '../text/plain-file.ts';

const FILE = 'events.jsonl';
const OTHERS = 0o077;
const STICKY = 0o1000;

interface Deps {
  readonly archiveDir: string;
  readonly log: Logger;
}

/** On start, restricts the archive, or logs once why it can't. */
export function createArchiveRights({ archiveDir, log }: Deps): Service {
  return {
    name: 'archive-rights',
    async start() {
      const reason = await restrictArchive(archiveDir).catch(messageOf);
      if (reason !== undefined) {
        log.warn({ folder: archiveDir, reason }, 'folder_open_to_others');
      }
    },
    async stop() {},
  };
}

/** Removes the permissions of group and others from a file or folder. */
export async function restrictToOwner(path: string): Promise<void> {
  const { mode } = await lstat(path);
  if ((mode & OTHERS) !== 0) await chmod(path, mode & 0o700);
}

/** Why it stays open; `undefined` if it is restricted or does not exist yet. */
async function restrictArchive(dir: string): Promise<string | undefined> {
  const folder = await ifExists(stat(dir));
  if (folder === undefined || (folder.mode & OTHERS) === 0) return undefined;
  const isShared = await restrictJobs(dir);
  if (isShared || (folder.mode & STICKY) !== 0) return 'it contains other files than the archive';
  await chmod(dir, folder.mode & 0o700);
  return undefined;
}

/** Returns whether there is anything that is not part of an archive. */
async function restrictJobs(dir: string): Promise<boolean> {
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
