// The event files of staged jobs: `<folder>/<job id>/events.jsonl`.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../event/canonical-event.ts';

export interface DemoRunFiles {
  /** Creates the job's file if there is none. */
  append(jobId: string, line: JsonObject): Promise<void>;
}

export function createDemoRunFiles(folder: string): DemoRunFiles {
  return {
    async append(jobId, line) {
      await mkdir(join(folder, jobId), { recursive: true });
      await appendFile(join(folder, jobId, 'events.jsonl'), `${JSON.stringify(line)}\n`);
    },
  };
}
