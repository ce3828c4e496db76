// Named values reach a script as they are, and what it answers is checked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { loadScript } from '../../../src/redis/scripts/script.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
const folder = mkdtempSync(join(tmpdir(), 'jw-scripts-'));
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await kit.server.stop();
});

function scriptOf(text: string, answers: z.ZodType<unknown>) {
  const file = join(folder, 'one.lua');
  writeFileSync(file, text);
  return loadScript<object, unknown>(pathToFileURL(file), answers);
}

it.each([
  ['a chat id', String(-1_001_234_567_890)],
  ['more than numbers hold', '9007199254740993'],
  ['a text of every kind', 'ä\u0000"\\\n\t\u001f😀'],
  ['nothing', ''],
])('%s arrives as it is', async (_, text) => {
  const script = scriptOf('return values.text', z.string());
  expect(await script(kit.redis, { keys: kit.fresh(), values: { text } })).toBe(text);
});

it('half a character costs nothing but itself', async () => {
  const script = scriptOf('return values.text', z.string());
  const values = { text: 'before \ud83d behind' };
  expect(await script(kit.redis, { keys: kit.fresh(), values })).toBe('before \ufffd behind');
});

it('an empty list has no items, and what is no JSON comes behind', async () => {
  const script = scriptOf('return { #values.list, ARGV[3] }', z.tuple([z.number(), z.string()]));
  const call = { keys: kit.fresh(), values: { list: [] }, rest: ['a\nb'] };
  expect(await script(kit.redis, call)).toEqual([0, 'a\nb']);
});

it('a key is that of TypeScript', async () => {
  const keys = kit.fresh();
  const names =
    '{ keys.due, keys.approval_audit(values.id), keys.job_index(values.id, values.job) }';
  const script = scriptOf(`return ${names}`, z.array(z.string()));
  expect(await script(kit.redis, { keys, values: { id: 'x', job: 'y' } })).toEqual([
    keys.due,
    keys.approvalAudit('x'),
    keys.jobIndex('x', 'y'),
  ]);
});

it('an answer that is none of those is a mistake of ours', async () => {
  const script = scriptOf("return { 'made', 1 }", z.array(z.string()));
  await expect(script(kit.redis, { keys: kit.fresh(), values: {} })).rejects.toMatchObject({
    code: 'bug',
    message: expect.stringContaining('one.lua'),
  });
});
