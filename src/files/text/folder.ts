// Folders that must not be links.
import { lstat, open } from 'node:fs/promises';
import { ifExists } from './plain-file.ts';

export async function isFolder(path: string): Promise<boolean> {
  return (await ifExists(lstat(path)))?.isDirectory() === true;
}

/** Makes created and removed names durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
