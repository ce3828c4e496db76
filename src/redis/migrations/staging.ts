// Where a migration builds: under names of its own (`staged:<name>`), beside data that stay as they are. Then
// they are exchanged. Whatever is written may be written twice, so any part of it may be done again.
import type { Redis } from 'ioredis';
import type { FencedWriter } from './fenced-writer.ts';
import { exchangeText, layoutKey } from './layout.ts';
import type { Staging } from './migration.ts';

export interface Workshop extends Staging {
  /** Throws away what an earlier attempt built. */
  clear(): Promise<void>;
  /** All is built: from now on there is no way back. */
  close(): Promise<void>;
  /** Former keys go, in the phase `remove`. */
  removeFormer(): Promise<void>;
  /** What was built comes in, in the phase `move`; then the layout is the new one. */
  moveIn(): Promise<void>;
}

interface Deps {
  readonly redis: Redis;
  readonly writer: FencedWriter;
  /** KEY_PREFIX. */
  readonly prefix: string;
  /** The layout that is made. */
  readonly to: number;
}

/** Lua spreads no more than some thousand arguments. Even, since some come in pairs. */
const MAX_ARGS = 500;

export function createWorkshop(deps: Deps): Workshop {
  const { writer, prefix, to } = deps;
  const names = namesUnder(prefix);
  return {
    ...createStaging(deps),
    async clear() {
      await forEach(deps, names.built, (name) => ['UNLINK', names.staged(name)]);
      await writer.putAtOnce([['UNLINK', names.built, names.gone]]);
    },
    async close() {
      await writer.putAtOnce([['SET', layoutKey(prefix), exchangeText(to, 'remove')]]);
    },
    async removeFormer() {
      await forEach(deps, names.gone, (name) => ['UNLINK', names.key(name)]);
      await writer.putAtOnce([['SET', layoutKey(prefix), exchangeText(to, 'move')]]);
    },
    async moveIn() {
      await forEach(deps, names.built, (name) => ['RENAME', names.staged(name), names.key(name)]);
      const done = ['SET', layoutKey(prefix), String(to)];
      await writer.putAtOnce([done, ['UNLINK', names.built, names.gone]]);
    },
  };
}

function namesUnder(prefix: string) {
  const key = (name: string) => `${prefix}:${name}`;
  return {
    key,
    staged: (name: string) => key(`staged:${name}`),
    /** Sets of names: of what was built, and of former keys that go. */
    built: key('staged-names'),
    gone: key('staged-removals'),
  };
}

function createStaging({ redis, writer, prefix }: Deps): Staging {
  const names = namesUnder(prefix);
  const known = new Set<string>();

  /** Written down before it is there, so that it is found again. */
  async function note(name: string): Promise<void> {
    if (known.has(name)) return;
    known.add(name);
    await writer.put(['SADD', names.built, name]);
  }

  return {
    async add(command, name, ...args) {
      await note(name);
      for (let at = 0; at < args.length; at += MAX_ARGS) {
        await writer.put([command, names.staged(name), ...args.slice(at, at + MAX_ARGS)]);
      }
    },
    async copy(from, name) {
      await note(name);
      await writer.put(['COPY', names.key(from), names.staged(name), 'REPLACE']);
    },
    async keepExpiry(like, name) {
      const ms = await redis.pttl(names.key(like));
      // -1: for ever. One that ended meanwhile ends here too.
      if (ms !== -1) await writer.put(['PEXPIRE', names.staged(name), String(Math.max(ms, 1))]);
    },
    remove: (name) => writer.put(['SADD', names.gone, name]),
  };
}

async function forEach(
  { redis, writer }: Pick<Deps, 'redis' | 'writer'>,
  set: string,
  commandFor: (name: string) => readonly string[],
): Promise<void> {
  for await (const found of redis.sscanStream(set)) {
    for (const name of found as string[]) await writer.put(commandFor(name));
  }
  await writer.flush();
}
