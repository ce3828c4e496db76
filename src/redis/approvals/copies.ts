// Implements deliver/copies: redis/approvals/places.lua, redis/approvals/open.lua, redis/approvals/show-elsewhere.lua.

import type { Redis } from 'ioredis';
import { addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { Copies, CopyState } from '../../deliver/copies.ts';
import type { Waker } from '../../deliver/outbox-store.ts';
import { readShown } from '../../deliver/shown.ts';
import { defined } from '../../runtime/defined.ts';
import type { Keys } from '../scripts/keys.ts';
import { TEXTS } from '../scripts/replies.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly waker: Waker;
  readonly now: () => number;
}

interface OfApproval {
  readonly id: string;
}

type Opened = OfApproval & { address: string; token: string; time: string };
type ShownElsewhere = OfApproval & {
  readonly insteadOf: string;
  readonly payload: string;
  readonly at: string;
  readonly further: readonly { readonly address: string; readonly token: string }[];
};

const load = <Values extends object>(file: string) =>
  loadScript<Values, string[]>(new URL(file, import.meta.url), TEXTS);

const FIELDS = 4;

export function createCopies({ redis, keys, waker, now }: Deps): Copies {
  const places = load<OfApproval>('./places.lua');
  const open = load<Opened>('./open.lua');
  const show = load<ShownElsewhere>('./show-elsewhere.lua');

  function wake(flat: readonly string[]): void {
    for (const { chatId, delayMs } of readWakes(flat)) waker.wake(chatId, delayMs);
  }

  return {
    async of(approvalId) {
      const flat = await places(redis, { keys, values: { id: approvalId } });
      const found: CopyState[] = [];
      for (let at = 0; at < flat.length; at += FIELDS) {
        found.push(readCopy(flat.slice(at, at + FIELDS)));
      }
      return found;
    },
    async open(approvalId, address, token) {
      const time = `open-${token}`;
      const values = { id: approvalId, address: addressKey(address), token, time };
      wake(await open(redis, { keys, values }));
    },
    async showElsewhere(approvalId, { address, title }, further) {
      const payload = JSON.stringify({ insteadOf: title });
      const copies = further.map((place) => ({ ...place, address: addressKey(place.address) }));
      const insteadOf = addressKey(address);
      const at = new Date(now()).toISOString();
      const values = { id: approvalId, insteadOf, payload, at, further: copies };
      wake(await show(redis, { keys, values }));
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
