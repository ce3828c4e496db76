import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogFiles } from '../../../src/files/logs/log-files.ts';
import type { LogFeed, LogSource, LogStart } from '../../../src/tails/log-source.ts';

let root: string;
let folder: string;
let files: LogSource & LogFeed;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'jw-logs-'));
  folder = join(root, 'logs');
  await mkdir(folder);
  files = createLogFiles(folder);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const write = (jobId: string, content: string | Buffer) =>
  writeFile(join(folder, `${jobId}.log`), content);

const linesOf = async (jobId: string, lines = 3) =>
  (await files.tail({ jobId: jobId }, lines))?.lines;

describe('log files', () => {
  it('show the newest lines, oldest first', async () => {
    await write('job-1', 'a\nb\nc\nd\n');
    expect(await files.tail({ jobId: 'job-1' }, 2)).toEqual({ lines: ['c', 'd'], ended: false });
    expect(await linesOf('job-1', 10)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('show a last line that has no end yet, empty lines, and lines that end like on Windows', async () => {
    await write('half', 'a\r\n\r\nb\r\nhal');
    expect(await linesOf('half', 9)).toEqual(['a', '', 'b', 'hal']);
    await appendFile(join(folder, 'half.log'), 'f\n');
    expect(await linesOf('half', 1)).toEqual(['half']);
  });

  it('leave out a character of which only a part is written', async () => {
    await write('cut', Buffer.concat([Buffer.from('ok '), Buffer.from('€').subarray(0, 2)]));
    expect(await linesOf('cut')).toEqual(['ok ']);
  });

  it('know no job without a file, and an empty log is a log', async () => {
    expect(await files.tail({ jobId: 'nobody' }, 3)).toBeUndefined();
    await write('empty', '');
    expect(await files.tail({ jobId: 'empty' }, 3)).toEqual({ lines: [], ended: false });
  });

  it('read only the end of a huge file', async () => {
    const line = `${'€'.repeat(100)}\n`;
    await write('huge', line.repeat(40_000));
    await appendFile(join(folder, 'huge.log'), 'the end\n');
    const lines = await linesOf('huge', 200);
    expect(lines).toHaveLength(200);
    expect(lines?.at(-1)).toBe('the end');
    expect(new Set(lines?.slice(0, -1))).toEqual(new Set(['€'.repeat(100)]));
  });

  it('leave out the rest of a line of which the beginning was not read', async () => {
    await write('wide', `${'x'.repeat(5_000)}\n`.repeat(200));
    const lines = await linesOf('wide', 200);
    expect(lines?.length).toBeGreaterThan(10);
    expect(new Set(lines)).toEqual(new Set(['x'.repeat(5_000)]));
  });

  it('cut a line that is longer than what is read, between characters', async () => {
    for (const odd of ['', 'x', 'xx']) {
      await write('long', `start${'€'.repeat(200_000)}${odd}`);
      const [line = ''] = (await linesOf('long')) ?? [];
      expect(line).toMatch(/^€+x*$/);
      expect(line.length).toBeGreaterThan(80_000);
      expect(line.length).toBeLessThan(100_000);
    }
  });

  it('never leave the folder, whatever a job is called', async () => {
    await writeFile(join(root, 'secret.log'), 'secret');
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'sub', 'inner.log'), 'inner');
    await writeFile(join(folder, '.log'), 'hidden');
    const names = ['../secret', '..', '.', '', 'sub/inner', 'sub\\inner', '/etc/passwd', 'a\0b'];
    for (const name of [...names, `${folder}/job-1`, 'x'.repeat(300)]) {
      expect(await files.tail({ jobId: name }, 3), name).toBeUndefined();
    }
  });

  it('follow no links, and read nothing but plain files', async () => {
    await writeFile(join(root, 'target'), 'secret');
    await symlink(join(root, 'target'), join(folder, 'link.log'));
    await mkdir(join(folder, 'folder.log'));
    execFileSync('mkfifo', [join(folder, 'pipe.log')]);
    for (const name of ['link', 'folder', 'pipe']) {
      expect(await files.tail({ jobId: name }, 3), name).toBeUndefined();
    }
  });

  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\uFEFF]/g, ''));
  test.prop([fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 20 }), fc.boolean()], {
    numRuns: 50,
  })('give back what was written', async (lines, count, closed) => {
    const written = closed ? lines : [...lines, 'end'];
    await write('any', written.join('\n') + (closed ? '\n' : ''));
    expect(await linesOf('any', count)).toEqual(written.slice(-count));
  });
});

describe('a log file that is followed', () => {
  const pathOf = (jobId: string) => join(folder, `${jobId}.log`);

  /** Answers what is new since the last call. */
  function followed(jobId: string) {
    let start: LogStart = { kind: 'newest', lines: 2 };
    return async (isFinal = false) => {
      const part = await files.read({ jobId: jobId }, start, isFinal);
      if (part === undefined) return undefined;
      start = { kind: 'after', position: part.position };
      return part.lines;
    };
  }

  it('gives the newest whole lines, then what was added, and a last line without an end once it is final', async () => {
    await write('grows', 'a\nb\nc\nha');
    const next = followed('grows');
    expect(await next()).toEqual(['b', 'c']);
    expect(await next()).toEqual([]);
    await appendFile(pathOf('grows'), 'lf\r\n\nd\nrest');
    expect(await next()).toEqual(['half', '', 'd']);
    expect(await next(true)).toEqual(['rest']);
    expect(await next(true)).toEqual([]);
  });

  it('is read from its beginning when it was rotated or truncated', async () => {
    await write('rotates', 'old 1\nold 2\n');
    const next = followed('rotates');
    expect(await next()).toEqual(['old 1', 'old 2']);
    await rename(pathOf('rotates'), pathOf('rotates.1'));
    expect(await next()).toBeUndefined();
    await write('rotates', 'new 1\nnew 2\nnew 3\n');
    expect(await next()).toEqual(['new 1', 'new 2', 'new 3']);
    await truncate(pathOf('rotates'), 0);
    await appendFile(pathOf('rotates'), 'again\n');
    expect(await next()).toEqual(['again']);
  });

  it('comes in parts, of which none is larger than what is read at once', async () => {
    await write('long', '');
    const next = followed('long');
    expect(await next()).toEqual([]);
    const line = 'x'.repeat(999);
    await write('long', `${line}\n`.repeat(1_000));
    let part = await files.read({ jobId: 'long' }, { kind: 'oldest' }, false);
    let count = part?.lines.length ?? 0;
    expect(part?.hasMore).toBe(true);
    while (part?.hasMore) {
      part = await files.read({ jobId: 'long' }, { kind: 'after', position: part.position }, false);
      count += part?.lines.length ?? 0;
      expect(part?.lines.length).toBeLessThan(300);
      expect(new Set(part?.lines)).toEqual(new Set([line]));
    }
    expect(count).toBe(1_000);
  });

  it('goes on after a line that is longer than what is read at once', async () => {
    await write('endless', `${'y'.repeat(300_000)}\nnext\n`);
    const first = await files.read({ jobId: 'endless' }, { kind: 'oldest' }, false);
    const start = { kind: 'after', position: first?.position ?? '' } as const;
    const second = await files.read({ jobId: 'endless' }, start, false);
    const [begin = '', rest = ''] = [first?.lines[0], second?.lines[0]];
    expect(begin.length + rest.length).toBe(300_000);
    expect(second?.lines[1]).toBe('next');
  });
});
