// Folders that must not be links.
import { lstat, open } from 'node:fs/promises';
import { whereThere } from './plain-file.ts';

export async function isFolder(path: string): Promise<boolean> {
  return (await whereThere(lstat(path)))?.isDirectory() === true;
}

/** Names made or removed in it stay so after a power failure. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
