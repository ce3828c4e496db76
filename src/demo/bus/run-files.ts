// The files in which staged jobs tell their events: `<folder>/<job id>/events.jsonl`.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../event/canonical-event.ts';

export interface DemoRunFiles {
  /** At the end of the job's file, which is made with its first line. */
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
