import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCommand } from '../../../src/cli/run/child.ts';
import { systemClock } from '../../../src/runtime/clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-child-'));
  await symlink('loop', join(folder, 'loop'));
  await writeFile(join(folder, 'file'), '');
  await writeFile(join(folder, 'script'), '#!/nowhere\n');
  await chmod(join(folder, 'script'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (command: readonly string[]) =>
  startCommand(command, {
    env: process.env,
    isTerminal: false,
    onOutput: () => {},
    clock: systemClock,
  }).ended;

it.each([
  ['what is not there', 'nowhere', 127, 'command not found'],
  ['a program for a script that is not there', 'script', 127, 'command not found'],
  ['a file that may not be run', 'file', 126, 'EACCES'],
  ['a folder', '.', 126, 'EACCES'],
  ['something in a file', 'file/x', 126, 'ENOTDIR'],
  ['a link to itself', 'loop', 126, 'ELOOP'],
  ['a name that is too long', 'x'.repeat(5_000), 126, 'ENAMETOOLONG'],
])('%s can not be run', async (...given) => {
  const [, name, code, reason] = given;
  const file = join(folder, name);
  const end = await run([file]);
  expect(end.code).toBe(code);
  expect(end.failure).toContain(`${file}: `);
  expect(end.failure).toContain(reason);
});

it('a command with more than the system takes can not be run', async () => {
  const end = await run(['true', 'x'.repeat(16_000_000)]);
  expect(end).toMatchObject({ code: 126, failure: expect.stringContaining('E2BIG') });
});

it('a command with a zero in an argument can not be run', async () => {
  expect(await run(['true', 'a\0b'])).toMatchObject({ code: 126 });
});
