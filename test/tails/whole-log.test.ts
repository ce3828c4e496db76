// The whole log of a job as a file: from real files and the real spool, whatever its size.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogFiles } from '../../src/files/logs/log-files.ts';
import { createSpools } from '../../src/files/logs/spool.ts';
import type { WholeLog } from '../../src/jobs/whole-log.ts';
import { createRedaction } from '../../src/redact/redaction.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { LogFeed } from '../../src/tails/log-source.ts';
import { createWholeLog } from '../../src/tails/whole-log.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { aJob } from '../helpers/memory-job-board.ts';
import { createMemoryLogSink } from '../helpers/memory-log-sink.ts';

let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-whole-'));
  dataDir = await mkdtemp(join(tmpdir(), 'jw-spool-'));
});
afterEach(async () => {
  expect(await readdir(dataDir)).toEqual([]);
  await rm(folder, { recursive: true });
  await rm(dataDir, { recursive: true });
});

const clock = createManualClock();
let readers = new Set<number>();
beforeEach(() => {
  readers = new Set([7]);
});

function open(
  jobId: string,
  feeds: readonly LogFeed[] = [createLogFiles(folder)],
  { by = 7, maxBytes = 1_000_000_000 } = {},
) {
  const openWholeLog = createWholeLog({
    feeds,
    board: { find: async (id) => [aJob({ id })] },
    logsOf: async (tail) => (readers.has(tail.by) ? [{ jobId }] : undefined),
    redaction: createRedaction({ redact: true }),
    openSpool: createSpools({ dataDir, clock: systemClock }),
    clock,
    maxBytes,
  });
  return openWholeLog({ jobId, by }, { chatId: 7 }, new AbortController().signal);
}

async function readAll(log: WholeLog | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (log ?? expect.fail()).content()) chunks.push(chunk);
  await log?.close();
  return Buffer.concat(chunks).toString('utf8');
}

const write = (jobId: string, text: string) => writeFile(join(folder, `${jobId}.log`), text);

describe('the whole log', () => {
  it('is as a terminal would have left it, without credentials, with its last line', async () => {
    await write('j1', '\u001B[32mgreen\u001B[0m\r\n10%\r100%\npassword=hunter2secret\nunfinished');
    const log = await open('j1');
    expect(log).toMatchObject({ name: 'j1.log', isCut: false });
    expect(await readAll(log)).toBe('green\n100%\npassword=[redacted: password]\nunfinished\n');
  });

  it('has the size that it says, also when it is read in many parts', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `línea ${at} ${'x'.repeat(40)}\n`);
    await write('j1', lines.join(''));
    const log = await open('j1');
    expect(log?.sizeBytes).toBe(Buffer.byteLength(lines.join('')));
    expect(await readAll(log)).toBe(lines.join(''));
  });

  it('that is too large is its newest part, in whole lines', async () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => `línea ${at}\n`);
    await write('j1', lines.join(''));
    const log = await open('j1', undefined, { maxBytes: 4_000 });
    expect(log).toMatchObject({ isCut: true, sizeBytes: 4_000 });
    const text = await readAll(log);
    expect(Buffer.byteLength(text)).toBeGreaterThan(3_980);
    expect(lines.join('').endsWith(`\n${text}`)).toBe(true);
  });

  it('of a stream is the same', async () => {
    const sink = createMemoryLogSink();
    const lines = Array.from({ length: 450 }, (_, at) => `line ${at}`);
    const given = lines.map((text) => ({ text, level: 'info' }));
    await sink.append({ jobId: 'j1' }, given, { isEnd: true });
    expect(await readAll(await open('j1', [sink, createLogFiles(folder)]))).toBe(
      lines.map((line) => `${line}\n`).join(''),
    );
  });

  it('gives nothing of a private key whose beginning is cut off', async () => {
    const key = Array.from({ length: 60 }, (_, at) => `${at}MIIEpAIBAAKCAQEA75GZ${at}`);
    const rest = Array.from({ length: 300 }, (_, at) => `line ${at}`);
    const cut: LogFeed = {
      beginning: async () => ({ position: '0', isCut: true }),
      read: async () => ({
        ...{ lines: [...key, '-----END RSA PRIVATE KEY-----', ...rest] },
        ...{ ended: false, position: '1', hasMore: false },
      }),
    };
    const log = await open('j1', [cut]);
    expect(log?.isCut).toBe(true);
    const text = await readAll(log);
    expect(text).not.toContain('MIIE');
    expect(text).toMatch(/line 299\n$/);
  });

  it('does not exist for whoever may not read it, and for whoever asks for one that is not there', async () => {
    await write('j1', 'x\n');
    expect(await open('j1', undefined, { by: 8 })).toBeUndefined();
    expect(await open('other')).toBeUndefined();
  });

  it('ends in the middle when the right to read it ends', async () => {
    await write('j1', `${'x'.repeat(99)}\n`.repeat(5_000));
    const log = (await open('j1')) ?? expect.fail();
    const read = log.content()[Symbol.asyncIterator]();
    expect((await read.next()).done).toBe(false);
    readers.clear();
    await clock.advance(1_000);
    await expect(read.next()).rejects.toThrow('may not be shown');
    await log.close();
  });

  it('has a name that is none of a path, whatever the job is called', async () => {
    const feed: LogFeed = {
      beginning: async () => ({ position: '0', isCut: false }),
      read: async () => ({ lines: ['x'], ended: true, position: '1', hasMore: false }),
    };
    const log = await open('../a\r\nb/"c" d;', [feed]);
    expect(log?.name).toBe('.._a_b_c_d_.log');
    await log?.close();
  });
});
