// Holds a text in a file that has no name any more, so that nothing is left of it whenever the program ends.
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../runtime/clock.ts';
import type { OpenSpool } from '../../tails/spool.ts';

interface Deps {
  /** Preferred, because the system's own folder for such files may be in memory. */
  readonly dataDir: string;
  readonly clock: Pick<Clock, 'token'>;
}

const NAME_BYTES = 12;
const READ_BYTES = 64 * 1024;

export function createSpools({ dataDir, clock }: Deps): OpenSpool {
  async function openIn(folder: string): Promise<FileHandle> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `.jobwire-${clock.token(NAME_BYTES)}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return file;
  }

  return async () => {
    const file = await openIn(dataDir).catch(() => openIn(tmpdir()));
    let sizeBytes = 0;
    return {
      get sizeBytes() {
        return sizeBytes;
      },
      async write(text) {
        const bytes = Buffer.from(text, 'utf8');
        await file.writeFile(bytes);
        sizeBytes += bytes.length;
      },
      read: (fromByte) => readFrom(file, fromByte),
      close: () => file.close(),
    };
  };
}

async function* readFrom(file: FileHandle, fromByte: number): AsyncGenerator<Uint8Array> {
  for (let at = fromByte; ; ) {
    const buffer = Buffer.alloc(READ_BYTES);
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
