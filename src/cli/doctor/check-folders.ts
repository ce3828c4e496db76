// Checks that the folders in the settings exist and are accessible.
import { access, constants, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/load-config.ts';
import type { DoctorFinding } from './finding.ts';

interface Folder {
  /** Name of its setting. */
  readonly name: string;
  readonly path: string;
  /** What jobwire does there. */
  readonly use: 'reads' | 'writes';
  /** jobwire creates it if it is missing. */
  readonly isMade: boolean;
  /** Folder that must be private, if any. */
  readonly isPrivate?: string;
}

const MODES = {
  reads: constants.R_OK | constants.X_OK,
  writes: constants.R_OK | constants.W_OK | constants.X_OK,
} as const;

export function checkFolders(config: Config): Promise<DoctorFinding[]> {
  return Promise.all(foldersOf(config).map(check));
}

function foldersOf({ dataDir, logsDir, pipelineRunsDir, archiveDir }: Config): Folder[] {
  const folder = (name: string, path: string | undefined, how: Omit<Folder, 'name' | 'path'>) =>
    path === undefined ? [] : [{ name, path, ...how }];
  return [
    ...folder('DATA_DIR', dataDir, {
      use: 'writes',
      isMade: true,
      isPrivate: join(dataDir, 'redis'),
    }),
    ...folder('LOGS_DIR', logsDir, { use: 'reads', isMade: false }),
    // Gate decisions are written there.
    ...folder('PIPELINE_RUNS_DIR', pipelineRunsDir, { use: 'writes', isMade: false }),
    ...folder('ARCHIVE_DIR', archiveDir, {
      use: 'writes',
      isMade: true,
      isPrivate: archiveDir ?? '',
    }),
  ];
}

async function check({ name, path, use, isMade, isPrivate }: Folder): Promise<DoctorFinding> {
  const verb = use === 'reads' ? 'read' : 'write';
  const kind = await kindOf(path);
  if (kind === 'other') {
    const detail = `${path} is not a folder.`;
    return { name, status: 'fail', detail, advice: `Set ${name} to a folder.` };
  }
  if (kind === 'missing' && isMade && (await mayUse(await nearest(path), 'writes'))) {
    return { name, status: 'ok', detail: `${path} does not exist yet; jobwire creates it.` };
  }
  if (kind === 'missing') {
    const detail = `${path} does not exist.`;
    return { name, status: 'fail', detail, advice: `Create it, or set ${name} to another folder.` };
  }
  if (await mayUse(path, use)) {
    const open = isPrivate === undefined ? undefined : await openMode(isPrivate);
    if (open !== undefined) {
      const detail = `Other users can access ${isPrivate} (mode ${open}).`;
      const advice = `Run: chmod 700 ${isPrivate}`;
      return { name, status: 'warn', detail, advice };
    }
    return { name, status: 'ok', detail: `jobwire may ${verb} in ${path}.` };
  }
  const detail = `jobwire may not ${verb} in ${path}.`;
  return {
    name,
    status: 'fail',
    detail,
    advice: `Give that permission to the user that runs jobwire.`,
  };
}

async function kindOf(path: string): Promise<'folder' | 'missing' | 'other'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    // Unknown if a parent folder is not accessible; the permission check reports that.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' ? 'missing' : 'folder';
  }
}

/** The octal mode of a folder that others may access; `undefined` if it is private. */
async function openMode(path: string): Promise<string | undefined> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => 0,
  );
  return (mode & 0o077) === 0 ? undefined : mode.toString(8);
}

/** The closest existing parent. */
async function nearest(path: string): Promise<string> {
  const parent = dirname(path);
  return parent === path || (await kindOf(parent)) !== 'missing' ? parent : nearest(parent);
}

function mayUse(path: string, use: Folder['use']): Promise<boolean> {
  return access(path, MODES[use]).then(
    () => true,
    () => false,
  );
}
