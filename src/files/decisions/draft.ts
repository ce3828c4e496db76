// Files that appear whole or not at all: written aside, in a hidden folder of the same file system,
// then given their name.
import { link, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JobwireError } from '../../runtime/errors.ts';
import { isFolder } from '../text/folder.ts';
import { fileErrorCode } from '../text/plain-file.ts';

export interface Drafts {
  /** Answers `false`, having changed nothing, when there is something of that name already. */
  publish(text: string, path: string): Promise<boolean>;
}

/** What begins with a dot is no job. */
const FOLDER = '.jobwire-tmp';
/** Whoever starts removes all drafts, also those that somebody else is writing. */
const TRIES = 5;
const SWEPT: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTEMPTY']);

export function createDrafts(root: string): Drafts {
  const folder = join(root, FOLDER);
  let cleaning: Promise<void> | undefined;

  async function prepare(): Promise<void> {
    await mkdir(folder, { recursive: true });
    if (!(await isFolder(folder))) {
      throw new JobwireError('unavailable', `${folder} is a link; a folder was expected.`);
    }
    cleaning ??= clean();
    await cleaning.catch((error: unknown) => {
      cleaning = undefined;
      throw error;
    });
  }

  /** What a crash left. */
  async function clean(): Promise<void> {
    for (const name of await readdir(folder)) await removeAll(join(folder, name));
  }

  async function publishOnce(text: string, path: string): Promise<boolean> {
    // A name of its own, so that nobody else's draft is ever taken for this one.
    const own = await mkdtemp(join(folder, 'draft-'));
    try {
      const draft = join(own, 'text');
      await writeDurably(draft, text);
      return await isLinked(draft, path);
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
          if (!SWEPT.has(fileErrorCode(error)) || tries === TRIES) throw error;
        }
      }
    },
  };
}

/** Answers `false` when the name is taken. */
async function isLinked(draft: string, path: string): Promise<boolean> {
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
