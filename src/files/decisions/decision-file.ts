// Decisions for pipeline engines: `<runsDir>/<job id>/gates/<stage>.json`, written atomically and never changed.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../event/canonical-event.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { isFolder, syncFolder } from '../text/folder.ts';
import { fileErrorCode, openPlain } from '../text/plain-file.ts';
import { expectSafeName } from '../text/safe-name.ts';
import { createDrafts } from './draft.ts';

export interface DecisionFiles {
  /**
   * `written`: the file is durable, also if it already existed with the same content. `exists`: there is a different
   * decision. `no_job`: the job has no folder. Rejects with `input_invalid` if job or stage can't be file names, else
   * with `unavailable`.
   */
  write(jobId: string, stage: string, decision: JsonObject): Promise<DecisionWritten>;
}

type DecisionWritten = 'written' | 'exists' | 'no_job';

/** A larger file was not written by jobwire. */
const MAX_COMPARED_BYTES = 4_194_304;

export function createDecisionFiles({ runsDir }: { readonly runsDir: string }): DecisionFiles {
  const drafts = createDrafts(runsDir);

  async function write(job: string, name: string, text: string): Promise<DecisionWritten> {
    if (!(await isFolder(job))) return 'no_job';
    const gates = join(job, 'gates');
    await makeGates(job, gates);
    const path = join(gates, name);
    const isNew = await drafts.publish(text, path);
    if (!isNew && !(await hasSameContent(path, text))) return 'exists';
    await syncFolder(gates);
    return 'written';
  }

  return {
    async write(jobId, stage, decision) {
      expectSafeName('job id', jobId, 'spring-trailer-01');
      expectSafeName('stage', stage, 'storyboard');
      const text = `${JSON.stringify(decision)}\n`;
      try {
        return await write(join(runsDir, jobId), `${stage}.json`, text);
      } catch (error) {
        throw writeError(error);
      }
    },
  };
}

async function makeGates(job: string, gates: string): Promise<void> {
  try {
    await mkdir(gates);
    await syncFolder(job);
  } catch (error) {
    // A link could point anywhere.
    if (fileErrorCode(error) !== 'EEXIST' || !(await isFolder(gates))) throw error;
  }
}

async function hasSameContent(path: string, text: string): Promise<boolean> {
  const file = await openPlain(path);
  if (file === undefined) return false;
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MAX_COMPARED_BYTES) return false;
    return isDeepStrictEqual(JSON.parse(await file.readFile('utf8')), JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  } finally {
    await file.close();
  }
}

function writeError(cause: unknown): JobwireError {
  if (fileErrorCode(cause) === 'ENAMETOOLONG') {
    const text =
      'Job id or stage is too long for a file name; expected up to 250 bytes each, like storyboard.';
    return new JobwireError('input_invalid', text, { cause });
  }
  const text = `The decision could not be written: ${messageOf(cause)}. Expected job folders that jobwire may write to, like those of its own user.`;
  return new JobwireError('unavailable', text, { cause });
}
