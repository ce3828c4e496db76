// Keeps tickets by the SHA-256 of their secrets, until they are taken or Redis drops them.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  decodeTicket,
  isTicketSecret,
  TICKET_MS,
  type Ticket,
  type TicketStore,
} from '../../../audience/sign-in/tickets.ts';
import type { Clock } from '../../../runtime/clock.ts';
import { createStoredReader, type StoredReader } from '../../../runtime/stored/stored-reader.ts';
import { expectDone } from '../../scripts/all-done.ts';
import type { Keys } from '../../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'ticket'>;
  readonly clock: Pick<Clock, 'now' | 'token'>;
  readonly reader?: StoredReader;
}

const PREFIX = 'jwo_';
const SECRET_BYTES = 32;
const ID_BYTES = 9;

export function createTicketStore(deps: Deps): TicketStore {
  const { redis, keys, clock, reader = createStoredReader() } = deps;
  const keyOf = (secret: string) => keys.ticket(createHash('sha256').update(secret).digest('hex'));

  function ticketIn(stored: unknown, key: string): Ticket | undefined {
    return typeof stored === 'string' ? reader.read(decodeTicket, stored, { key }) : undefined;
  }

  return {
    async create(basis) {
      const secret = PREFIX + clock.token(SECRET_BYTES);
      const id = clock.token(ID_BYTES);
      const text = JSON.stringify({ id, basis: basis(id) });
      await redis.set(keyOf(secret), text, 'PX', TICKET_MS);
      return { secret, expiresAt: new Date(clock.now() + TICKET_MS).toISOString() };
    },
    async find(secret) {
      if (!isTicketSecret(secret)) return undefined;
      const key = keyOf(secret);
      return ticketIn(await redis.get(key), key);
    },
    async take(secret) {
      if (!isTicketSecret(secret)) return undefined;
      const key = keyOf(secret);
      const replies = await redis.multi().get(key).del(key).exec();
      expectDone(replies);
      return ticketIn(replies?.[0]?.[1], key);
    },
  };
}
