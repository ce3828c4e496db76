import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPolicyFile } from '../../../src/files/text/policy-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-policy-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'policy.yaml');
  await writeFile(path, content);
  return path;
}

it('reads the policies and routes of a file', async () => {
  const path = await written('approvals: [{ required: 2 }]\nroutes: [{ chats: [{ id: 7 }] }]\n');
  const { approvals, routes } = await readPolicyFile(path);
  expect(approvals).toMatchObject({ kind: 'file', rules: [{ required: 2 }] });
  expect(routes).toEqual([{ match: {}, chats: [{ address: { chatId: 7 } }] }]);
});

it('names the file, the line and the column of what is wrong', async () => {
  const path = await written('approvals:\n  - required: 0\n');
  await expect(readPolicyFile(path)).rejects.toMatchObject({
    code: 'config_invalid',
    exitCode: 78,
    message: expect.stringContaining(`${path}:2:15: approvals[0].required is "0"; expected`),
  });
});

it('says which file is not there and what was expected', async () => {
  const path = join(folder, 'nowhere.yaml');
  await expect(readPolicyFile(path)).rejects.toMatchObject({
    code: 'config_invalid',
    exitCode: 78,
    message: expect.stringMatching(/nowhere\.yaml can't be read \(ENOENT.*expected .*for example /),
  });
});

it('refuses a folder and what is no UTF-8', async () => {
  const latin = await written(Uint8Array.of(0x23, 0xfc, 0x0a));
  for (const path of [folder, latin]) {
    await expect(readPolicyFile(path)).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining(`POLICY_FILE ${path} can't be read`),
    });
  }
});

it('takes UTF-8 with a byte order mark', async () => {
  const path = await written('\uFEFFapprovals: [{ match: { project: "grün/*" } }]');
  expect((await readPolicyFile(path)).approvals).toMatchObject({
    rules: [{ match: { project: ['grün/*'] } }],
  });
});
