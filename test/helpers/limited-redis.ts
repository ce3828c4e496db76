// A disk that is full, without a disk and without root: a program `redis-server` whose files may stop
// growing at any moment. As on a full disk, a write comes back short and then not at all.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface LimitedRedis {
  /** Folder to put first on the PATH. */
  readonly folder: string;
  readonly program: string;
  /** The disk of the server with this process id is full from its next write on. */
  fill(pid: number): Promise<void>;
  /** There is space again. */
  lift(pid: number): Promise<void>;
  remove(): Promise<void>;
}

export async function limitedRedis(): Promise<LimitedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'jw-full-'));
  const program = join(folder, 'redis-server');
  // Ignored, the signal of the limit becomes an error of the write.
  const script = `#!/bin/sh
PATH=\${PATH#${folder}:}
trap '' XFSZ
exec redis-server "$@"
`;
  await writeFile(program, script);
  await chmod(program, 0o755);
  const limit = async (pid: number, bytes: string) => {
    await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  };
  return {
    folder,
    program,
    fill: (pid) => limit(pid, '1'),
    lift: (pid) => limit(pid, 'unlimited'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
