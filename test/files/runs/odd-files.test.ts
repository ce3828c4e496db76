// Files of events as writers, editors, rotations, crashes and mistakes leave them.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutLines } from '../../../src/files/text/cut-lines.ts';
import { createFollower, createRunsKit, type Follower, line, type RunsKit } from './runs-kit.ts';

let kit: RunsKit;
let runs: Follower;

beforeEach(async () => {
  kit = await createRunsKit();
  runs = createFollower(kit);
});
afterEach(() => kit.remove());

const MIB = 1_048_576;
const BOM = '\uFEFF';
const nuls = (count: number) => '\0'.repeat(count);

/** Writes where the file is told to be this long, as a writer does who never heard that it was emptied. */
async function writeAt(path: string, offset: number, text: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(text, offset);
  await file.close();
}

async function taken(...bytes: (string | Buffer)[]) {
  await kit.write('job-1', Buffer.concat(bytes.map((part) => Buffer.from(part))));
  await runs.look();
  const raws = (await kit.deadLetters()).map(({ raw }) => raw);
  return [await kit.numbers('job-1'), raws];
}

describe('what stands in a file of events', () => {
  it.each<[string, string, unknown[], string[]]>([
    ['a byte order mark', `${BOM}${line(1)}${line(2)}`, [1, 2], []],
    ['one before every line', `${BOM}${line(1)}${BOM}${line(2)}`, [1, 2], []],
    ['lines of blanks', `  \n${line(1)}\t \t\n \r\n${BOM}\n\u00A0\n${line(2)}`, [1, 2], []],
    ['blanks around lines', `  ${line(1).trim()} \r\n\t${line(2)}`, [1, 2], []],
    ['lines of Windows', line(1).replace('\n', '\r\n'), [1], []],
    ['NULs before a line', `${nuls(5_000)}${line(1)}${line(2)}`, [1, 2], []],
    ['a single NUL', `\0${line(1)}`, [1], []],
    ['a line of NULs', `${line(1)}${nuls(9)}\n${line(2)}`, [1, 2], []],
    ['NULs behind a line', `${line(1).trim()}${nuls(3)}\r\n${line(2).trim()}\0\n`, [1, 2], []],
    ['half a line, a hole, a line', `{"n":1${nuls(64)}${line(2)}`, [2], ['{"n":1']],
    ['a NUL in a text', `{"n":"a\0"}\n${line(2)}`, [2], ['{"n":"a\0"}']],
    ['no JSON', `oops\n${line(2)}`, [2], ['oops']],
  ])('%s', async (...[, text, numbers, raws]) => {
    expect(await taken(text)).toEqual([numbers, raws]);
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual(numbers);
  });

  it('is read although it is no UTF-8, with a mark where it is none', async () => {
    await taken('{"n":"', Buffer.from([0xff, 0xe9]), `"}\n${line(2)}`);
    expect(await kit.numbers('job-1')).toEqual(['\uFFFD\uFFFD', 2]);
  });

  it('keeps a bounded number of dead letters where NULs are everywhere', async () => {
    await taken(`${'x\0\0'.repeat(100_000)}\n${line(2)}`);
    expect(await kit.numbers('job-1')).toEqual([2]);
    expect((await kit.deadLetters()).length).toBeLessThanOrEqual(17);
  });

  it.each([5, MIB - 3, 3 * MIB, 200 * MIB])(
    'a hole of %d bytes, where it was emptied while its writer went on',
    async (holeBytes) => {
      await taken(line(1));
      await truncate(kit.path('job-1'), 0);
      await writeAt(kit.path('job-1'), holeBytes, line(2) + line(3, { pad: 'x'.repeat(100) }));
      await runs.look();
      await kit.write('job-1', line(4));
      await runs.look();
      expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
      await createFollower(kit).look();
      expect(await kit.numbers('job-1')).toEqual([1, 2, 3, 4]);
      expect(await kit.deadLetters()).toEqual([]);
    },
  );

  it('a hole with half a line behind it, over a restart', async () => {
    await taken('');
    await truncate(kit.path('job-1'), 2 * MIB);
    await writeAt(kit.path('job-1'), 2 * MIB, '{"n":');
    await runs.look();
    await kit.write('job-1', `1}\n${line(2)}`);
    await createFollower(kit).look();
    expect(await kit.numbers('job-1')).toEqual([1, 2]);
  });

  it.each([64, 2 * MIB])('room of %d bytes that its writer has yet to fill', async (roomBytes) => {
    await taken(line(1));
    const end = (await stat(kit.path('job-1'))).size;
    await truncate(kit.path('job-1'), end + roomBytes);
    await runs.look();
    await writeAt(kit.path('job-1'), end, '{"n":');
    await runs.look();
    await writeAt(kit.path('job-1'), end + 5, `2}\n${line(3)}`);
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3]);
    expect(await kit.deadLetters()).toEqual([]);
  });

  it('a rotated last line, behind a hole', async () => {
    await taken(`${line(1)}${nuls(100)}{"n":2}`);
    await rename(kit.path('job-1'), kit.path('job-1', 'events.jsonl.1'));
    await kit.write('job-1', line(3));
    await runs.look();
    expect(await kit.numbers('job-1')).toEqual([1, 2, 3]);
  });
});

describe('what is no file', () => {
  const KINDS: Readonly<Record<string, (path: string) => unknown>> = {
    'a folder': (path) => mkdir(path),
    'a named pipe': (path) => execFileSync('mkfifo', [path]),
    'a device or socket': (path) => once(createServer().unref().listen(path), 'listening'),
    'a link': (path) => symlink(path, path),
  };

  it.each(Object.keys(KINDS))(
    'but %s is named, holds up no other job, and may become one',
    async (kind) => {
      await taken(line(1));
      await rm(kit.path('job-1'));
      await KINDS[kind]?.(kit.path('job-1'));
      await kit.write('job-2', line(7));
      for (let times = 0; times < 3; times += 1) await runs.look();
      expect(await kit.numbers('job-2')).toEqual([7]);
      const named = kit.log.lines.filter(({ name }) => name === 'run_file_unreadable');
      expect(named).toMatchObject([
        {
          fields: {
            source: 'runs/job-1/events.jsonl',
            reason: expect.stringContaining(`runs/job-1/events.jsonl is ${kind}`),
          },
        },
      ]);
      expect(kit.health.snapshot()['files:runs']).toEqual({
        ok: true,
        detail: 'not readable: 1; the log names them',
      });
      await rm(kit.path('job-1'), { recursive: true });
      await writeFile(kit.path('job-1'), line(2));
      await runs.look();
      expect(await kit.numbers('job-1')).toEqual([1, 2]);
      expect(kit.log.count('run_file_readable_again')).toBe(1);
      expect(kit.health.snapshot()['files:runs']).toEqual({ ok: true, detail: '' });
    },
  );

  it('is named from the start on', async () => {
    await mkdir(kit.path('job-1'), { recursive: true });
    await runs.look();
    expect(kit.log.count('run_file_unreadable')).toBe(1);
  });
});

const piece = fc.oneof(
  fc.constantFrom('', ' ', '\t', BOM, '\0', '\0\0', '\r', '\n', '\r\n', '\n\0\0', 'é', '{"n":1}'),
  fc.string(),
);
test.prop([fc.array(piece), fc.integer({ min: 1, max: 9 })])(
  'whatever bytes there are, lines are cut where they are, and none that is plain is lost',
  (pieces, limit) => {
    const bytes = Buffer.from(pieces.join(''));
    const { lines, lengthBytes } = cutLines(bytes, limit);
    expect(lengthBytes === 0 || bytes[lengthBytes - 1] === 0x0a).toBe(true);
    for (const { offset, text } of lines) {
      expect(text.trim()).not.toBe('');
      const at = bytes.subarray(offset).toString();
      expect(at.startsWith(text) || at.startsWith(BOM + text)).toBe(true);
    }
    expect(lines.map(({ offset }) => offset)).toEqual(
      lines.map(({ offset }) => offset).sort((a, b) => a - b),
    );
    const plain = bytes
      .subarray(0, lengthBytes)
      .toString()
      .split(/\r?\n|\0/)
      .filter((text) => text === '{"n":1}');
    const found = lines.filter(({ text }) => text.includes('{"n":1}'));
    expect(found.length).toBeGreaterThanOrEqual(Math.min(plain.length, 1));
  },
);
