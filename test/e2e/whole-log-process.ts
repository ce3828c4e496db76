// Sends one whole log as a file to a Bot API server and prints the most memory that was in use at once, garbage not
// counted, in a process of its own: `node --expose-gc … <folder with j1.log> <api root>`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogFiles } from '../../src/files/logs/log-files.ts';
import { createSpools } from '../../src/files/logs/spool.ts';
import { createRedaction } from '../../src/redact/redaction.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createWholeLog } from '../../src/tails/whole-log.ts';
import { createApi } from '../../src/telegram/sending/client.ts';
import { createUpload } from '../../src/telegram/sending/upload.ts';
import { aJob } from '../helpers/memory-job-board.ts';

const [folder = '', apiRoot = ''] = process.argv.slice(2);
const WINDOW = 5;
const inUse: number[] = [];

/** What was in use for a while: on a busy machine, buffers that nobody holds are freed a moment after the collection. */
function mostForLong(): number {
  const windows = inUse.slice(WINDOW - 1).map((_, at) => Math.min(...inUse.slice(at, at + WINDOW)));
  return Math.max(...windows);
}

function measure(): void {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  inUse.push(heapUsed + external);
}

const dataDir = await mkdtemp(join(tmpdir(), 'jw-spool-'));
const openWholeLog = createWholeLog({
  feeds: [createLogFiles(folder)],
  board: { find: async (id) => [aJob({ id })] },
  logsOf: async ({ jobId }) => [{ jobId }],
  redaction: createRedaction({ redact: true }),
  openSpool: createSpools({ dataDir, clock: systemClock }),
  clock: systemClock,
});
const upload = createUpload({
  api: createApi({ apiRoot, token: '1:x' }),
  clock: systemClock,
  metrics: { callEnded: () => {} },
});
const { signal } = new AbortController();
for (let at = 0; at < WINDOW; at += 1) measure();
const measuring = setInterval(measure, 200);
const whole = await openWholeLog({ jobId: 'j1', by: 7 }, { chatId: 7 }, signal);
if (whole === undefined) throw new Error('no log');
const body = { text: 'x', spans: [] };
const { kind } = await upload({ chatId: 7 }, whole, { body, silent: true });
clearInterval(measuring);
measure();
await whole.close();
await rm(dataDir, { recursive: true });
const { sizeBytes } = whole;
const measured = { kind, sizeBytes, times: inUse.length, mostBytes: mostForLong() };
process.stdout.write(JSON.stringify(measured));
