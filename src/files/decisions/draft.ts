// Creates files atomically: written to a hidden folder of the same file system first, then linked to their names.
import { link, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JobwireError } from '../../runtime/errors.ts';
import { isFolder } from '../text/folder.ts';
import { fileErrorCode } from '../text/plain-file.ts';

export interface Drafts {
  /** Returns false, without any change, if the name is taken. */
  publish(text: string, path: string): Promise<boolean>;
}

/** Names that start with a dot are not job ids. */
const FOLDER = '.jobwire-tmp';
/** A process that starts removes all drafts, even those that another one is writing. */
const MAX_TRIES = 5;
const RETRYABLE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTEMPTY']);

export function createDrafts(root: string): Drafts {
  const folder = join(root, FOLDER);
  let cleaning: Promise<void> | undefined;

  async function prepare(): Promise<void> {
    await mkdir(folder, { recursive: true });
    if (!(await isFolder(folder))) {
      throw new JobwireError('unavailable', `${folder} is a link; expected a folder.`);
    }
    cleaning ??= clean();
    await cleaning.catch((error: unknown) => {
      cleaning = undefined;
      throw error;
    });
  }

  /** Removes what a crash left. */
  async function clean(): Promise<void> {
    for (const name of await readdir(folder)) await removeAll(join(folder, name));
  }

  async function publishOnce(text: string, path: string): Promise<boolean> {
    // A unique name, so that it is never mistaken for another draft.
    const own = await mkdtemp(join(folder, 'draft-'));
    try {
      const draft = join(own, 'text');
      await writeDurably(draft, text);
      return await linkIfFree(draft, path);
    } finally {
      await removeAll(own);
    }
  }

  return {
    async publish(text, path) {
      for (let tries = 1; ; tries += 1) {
        try {
          await prepare();
          return await publishOnce(text, path);
        } catch (error) {
          if (!RETRYABLE.has(fileErrorCode(error)) || tries === MAX_TRIES) throw error;
        }
      }
    },
  };
}

/** Returns false if the name is taken. */
async function linkIfFree(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
