// Whether the folders that jobwire writes to are writable, and have enough space.
import type { FolderFacts } from '../runtime/system-state.ts';
import { FINE, failing, noteworthy, type Verdict } from './verdict.ts';

const MIN_FREE_BYTES = 100 * 1_048_576;

export function judgeDisk(folders: readonly FolderFacts[]): Verdict {
  const refused = folders.find(({ refusal }) => refusal !== undefined);
  if (refused !== undefined) {
    const { name, refusal = '' } = refused;
    const text = `${name} is not writable: ${refusal}`;
    return failing({ code: 'disk-unwritable', args: { folder: name, reason: refusal }, text });
  }
  const [tight] = folders.filter(({ freeBytes }) => freeBytes < MIN_FREE_BYTES);
  if (tight === undefined) return FINE;
  const megabytes = Math.floor(tight.freeBytes / 1_048_576);
  const text = `only ${megabytes} MB are free where ${tight.name} is`;
  return noteworthy({ code: 'disk-low', args: { folder: tight.name, megabytes }, text });
}
