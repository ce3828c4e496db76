// Implements approvals/bundles: what is kept of a bundle is described in bundles.lua.
import type { Redis } from 'ioredis';
import { type Bundles, decodeBundle, type StoredBundle } from '../../../approvals/bundles.ts';
import { decodeListed } from '../../../approvals/selections.ts';
import { parseAddress } from '../../../audience/chat-book.ts';
import type { Waker } from '../../../deliver/outbox-store.ts';
import { defined } from '../../../runtime/defined.ts';
import type { Keys } from '../../scripts/keys.ts';
import { TEXTS } from '../../scripts/replies.ts';
import { loadScript, type Script } from '../../scripts/script.ts';
import { readWakes } from '../../scripts/wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

interface OfBundle {
  readonly item: string;
}

const load = <Values extends object>(file: string) =>
  loadScript<Values, string[]>(new URL(file, import.meta.url), TEXTS);

const KEPT_SECONDS = 86_400;

export function createBundles({ redis, keys, waker }: Deps): Bundles {
  const read = load<{ readonly token: string }>('./read.lua');
  const adopt = load<OfBundle & { readonly message: string }>('./adopt.lua');
  const refresh = load<OfBundle>('./refresh.lua');
  const split = load<OfBundle>('./split.lua');

  async function run(script: Script<OfBundle, string[]>, token: string): Promise<void> {
    const item = await redis.hget(keys.bundleTokens, token);
    if (item === null) return;
    for (const { chatId, delayMs } of readWakes(await script(redis, { keys, values: { item } }))) {
      waker.wake(chatId, delayMs);
    }
  }

  return {
    async get(token): Promise<StoredBundle | undefined> {
      const [name, json, message] = await read(redis, { keys, values: { token } });
      if (name === undefined || json === undefined) return undefined;
      const address = parseAddress(name.split('/')[1] ?? '');
      const bundle = decodeBundle(json, { key: keys.outBundles(address.chatId), field: name });
      return {
        ...bundle,
        address,
        ...defined({ messageId: message ? Number(message) : undefined }),
      };
    },
    async adopt(token, messageId) {
      const item = await redis.hget(keys.bundleTokens, token);
      if (item === null) return;
      await adopt(redis, { keys, values: { item, message: String(messageId) } });
    },
    refresh: (token) => run(refresh, token),
    split: (token) => run(split, token),
    async tapped(tapId) {
      const key = keys.bundleTap(tapId);
      const json = await redis.get(key);
      return json === null ? undefined : decodeListed(json, { key });
    },
    async keepTap(tapId, requests) {
      const json = JSON.stringify(requests.map(({ key, version }) => ({ key, version })));
      await redis.set(keys.bundleTap(tapId), json, 'EX', KEPT_SECONDS);
    },
  };
}
