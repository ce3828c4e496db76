// Runs Lua scripts. A script is sent once and then called by its digest.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { JobwireError } from '../../runtime/errors.ts';
import type { Keys } from './keys.ts';
import { luaPrologue } from './lua-beginning.ts';

interface Call<Values> {
  readonly keys: Pick<Keys, 'prefix' | 'journal'>;
  /**
   * What the script finds in `values`, under the same names. JSON: ids and numbers beyond 14 digits go as strings,
   * and nothing is null or undefined, which Lua does not treat as absent. They have a type and no schema: they come
   * from our own typed code, and checking them again would cost every step.
   */
  readonly values: Values;
  /** Much text, which would cost twice as JSON: ARGV[3] and on. */
  readonly rest?: readonly string[];
}

export type Script<Values, Reply> = (redis: Redis, call: Call<Values>) => Promise<Reply>;

/** `-- Requires: base.lua, ../outbox/outbox.lua`: the shared parts that go before a script. */
const REQUIRES = /^-- Requires: (.+)$/m;

/**
 * A script that takes named values, and whose reply has a schema. Throws when the file, or a part that it requires,
 * is not there, or names a key that does not exist.
 */
export function loadScript<Values extends object, Reply>(
  file: URL,
  reply: z.ZodType<Reply>,
): Script<Values, Reply> {
  const send = createSend(readWithParts(file));
  return async (redis, { keys, values, rest = [] }) => {
    const answered = reply.safeParse(
      await send(redis, keys.journal, [keys.prefix, writeJson(values), ...rest]),
    );
    if (answered.success) return answered.data;
    throw new JobwireError('bug', `${file.pathname} answered what nobody expects`, {
      cause: answered.error,
    });
  };
}

function createSend(source: string) {
  const digest = createHash('sha1').update(source).digest('hex');
  return async (redis: Redis, key: string, args: readonly string[]): Promise<unknown> => {
    try {
      return await redis.evalsha(digest, 1, key, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(source, 1, key, ...args);
    }
  };
}

const HALF_CHARACTER = /\\ud[89a-f]/;

/** Half a character, which Lua's JSON refuses, becomes what UTF-8 makes of it. */
export function writeJson(value: object): string {
  const text = JSON.stringify(value);
  return HALF_CHARACTER.test(text)
    ? JSON.stringify(value, (_, part) =>
        typeof part === 'string' ? Buffer.from(part).toString() : part,
      )
    : text;
}

/** The text of a script behind that of every part it requires, each of them once. */
export function readWithParts(file: URL): string {
  return readParts(file)
    .map(({ text }) => text)
    .join('\n');
}

/** The key names, and every part that a script requires, each of them once and before what requires it. */
export function readParts(file: URL): { readonly file: URL; readonly text: string }[] {
  const texts = new Map<string, string>();
  collect(file, texts);
  const names = luaPrologue([...texts.values()].join('\n'));
  const parts = [...texts].map(([href, text]) => ({ file: new URL(href), text }));
  return [{ file: new URL('./lua-beginning.ts', import.meta.url), text: names }, ...parts];
}

function collect(file: URL, texts: Map<string, string>): void {
  if (texts.has(file.href)) return;
  const text = readFileSync(file, 'utf8');
  const [, names = ''] = REQUIRES.exec(text) ?? [];
  for (const name of names.split(', ').filter(Boolean)) collect(new URL(name, file), texts);
  texts.set(file.href, text);
}
