// Keeps deliver/copies: redis/approvals/places.lua, redis/approvals/open.lua, redis/approvals/show-elsewhere.lua.

import type { Redis } from 'ioredis';
import { addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { Copies, CopyState } from '../../deliver/copies.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import { readShown } from '../../deliver/shown.ts';
import { defined } from '../../runtime/defined.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

const FIELDS = 4;

export function createCopies({ redis, keys, waker }: Deps): Copies {
  const places = loadScript(new URL('./places.lua', import.meta.url));
  const open = loadScript(new URL('./open.lua', import.meta.url));
  const show = loadScript(new URL('./show-elsewhere.lua', import.meta.url));

  function wake(reply: unknown): void {
    for (const { chatId, delayMs } of readWakes(reply as string[])) waker.wake(chatId, delayMs);
  }

  return {
    async of(approvalId) {
      const args = [keys.prefix, approvalId];
      const flat = (await places(redis, { keys: [keys.journal], args })) as string[];
      const found: CopyState[] = [];
      for (let at = 0; at < flat.length; at += FIELDS) {
        found.push(readCopy(flat.slice(at, at + FIELDS)));
      }
      return found;
    },
    async open(approvalId, address, token) {
      const args = [keys.prefix, approvalId, addressKey(address), token, `open-${token}`];
      wake(await open(redis, { keys: [keys.journal], args }));
    },
    async showElsewhere(approvalId, { address, title }, further) {
      const payload = JSON.stringify({ insteadOf: title });
      const copies = further.flatMap((place) => [addressKey(place.address), place.token]);
      const args = [keys.prefix, approvalId, addressKey(address), payload, ...copies];
      wake(await show(redis, { keys: [keys.journal], args }));
    },
  };
}

function readCopy([address = '', message = '', how, tries]: readonly string[]): CopyState {
  const shown = readShown(how);
  return {
    address: parseAddress(address),
    failedTries: Number(tries),
    ...(message === '' ? {} : { messageId: Number(message) }),
    ...defined({ shown }),
  };
}
