// Keeps deliver/copies: lua/places.lua, lua/show-elsewhere.lua.
import type { Redis } from 'ioredis';
import { addressKey, parseAddress } from '../audience/chat-book.ts';
import type { Copies, CopyState } from '../deliver/copies.ts';
import type { Waker } from '../deliver/outbox-store.ts';
import { readShown } from '../deliver/shown.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';
import { readWakes } from './wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
}

const FIELDS = 4;

export function createCopies({ redis, keys, waker }: Deps): Copies {
  const places = loadScript('base', 'outbox', 'places');
  const show = loadScript('base', 'outbox', 'approvals', 'show-elsewhere');

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
    async showElsewhere(approvalId, { address, title }, further) {
      const payload = JSON.stringify({ insteadOf: title });
      const copies = further.flatMap((place) => [addressKey(place.address), place.token]);
      const args = [keys.prefix, approvalId, addressKey(address), payload, ...copies];
      const reply = (await show(redis, { keys: [keys.journal], args })) as string[];
      for (const { chatId, delayMs } of readWakes(reply)) waker.wake(chatId, delayMs);
    },
  };
}

function readCopy([address = '', message = '', how, tries]: readonly string[]): CopyState {
  const shown = readShown(how);
  return {
    address: parseAddress(address),
    failedTries: Number(tries),
    ...(message === '' ? {} : { messageId: Number(message) }),
    ...(shown === undefined ? {} : { shown }),
  };
}
