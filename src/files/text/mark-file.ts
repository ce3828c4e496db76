// Stores the mark of the journal's history in a small file in DATA_DIR, readable by its owner only.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeMark, type MarkFile } from '../../journal/rollback.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

interface Deps {
  readonly dataDir: string;
  /** Identifies the storage of the mark, because several may share a folder. */
  readonly storage: string;
  readonly log: Pick<Logger, 'warn'>;
}

const NAME_CHARACTERS = 12;

export function createMarkFile({ dataDir, storage, log }: Deps): MarkFile {
  const name = createHash('sha256').update(storage).digest('hex').slice(0, NAME_CHARACTERS);
  const path = join(dataDir, `history-${name}.json`);
  let isRefused = false;

  function refused(error: unknown): void {
    if (!isRefused) log.warn({ path, reason: messageOf(error) }, 'history_mark_not_saved');
    isRefused = true;
  }

  return {
    async read() {
      try {
        return decodeMark(await readFile(path, 'utf8'), { key: path });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') refused(error);
        return undefined;
      }
    },
    async write(mark) {
      try {
        await mkdir(dataDir, { recursive: true, mode: 0o700 });
        await replace(path, JSON.stringify(mark));
        isRefused = false;
      } catch (error) {
        refused(error);
      }
    },
  };
}

/** Atomic and durable. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
