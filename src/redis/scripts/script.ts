// Runs Lua scripts. A script is sent once and then called by its digest.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

export type Script = (
  redis: Redis,
  call: { readonly keys: readonly string[]; readonly args: readonly (string | number)[] },
) => Promise<unknown>;

/** `-- Requires: base.lua, ../outbox/outbox.lua`: the shared parts that go before a script. */
const REQUIRES = /^-- Requires: (.+)$/m;

/** Throws when the file, or a part that it requires, is not there. */
export function loadScript(file: URL): Script {
  const source = readWithParts(file);
  const digest = createHash('sha1').update(source).digest('hex');
  return async (redis, { keys, args }) => {
    try {
      return await redis.evalsha(digest, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(source, keys.length, ...keys, ...args);
    }
  };
}

/** The text of a script behind that of every part it requires, each of them once. */
export function readWithParts(file: URL): string {
  return readParts(file)
    .map(({ text }) => text)
    .join('\n');
}

/** A script and every part that it requires, each of them once and before what requires it. */
export function readParts(file: URL): { readonly file: URL; readonly text: string }[] {
  const texts = new Map<string, string>();
  collect(file, texts);
  return [...texts].map(([href, text]) => ({ file: new URL(href), text }));
}

function collect(file: URL, texts: Map<string, string>): void {
  if (texts.has(file.href)) return;
  const text = readFileSync(file, 'utf8');
  const [, names = ''] = REQUIRES.exec(text) ?? [];
  for (const name of names.split(', ').filter(Boolean)) collect(new URL(name, file), texts);
  texts.set(file.href, text);
}
