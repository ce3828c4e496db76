// Contract: tickets, each of which opens one stream or socket, for pages whose EventSource and WebSocket can't send
// headers. Only hashes are stored. Implemented by redis/people/sign-in/ticket-store.
import { z } from 'zod';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { TOKEN_BASES } from './sessions.ts';

export const TICKET_MS = 30_000;

const SECRET_FORMAT = /^jwo_[\w-]{43}$/;

/** Whether a string has the format of a ticket: 256 random bits, impossible to guess. */
export function isTicketSecret(text: string): boolean {
  return SECRET_FORMAT.test(text);
}

/** Whose rights it has when it is used: as SessionBasis, or those of a session. */
const ticketBasisSchema = z.discriminatedUnion('kind', [
  ...TOKEN_BASES,
  z.object({ kind: z.literal('session'), reference: z.string() }).readonly(),
]);
export type TicketBasis = z.infer<typeof ticketBasisSchema>;

const ticketSchema = z.object({ id: z.string(), basis: ticketBasisSchema }).readonly();
export type Ticket = z.infer<typeof ticketSchema>;

export const decodeTicket = createDecoder('ticket', ticketSchema);

export interface TicketStore {
  /** `expiresAt`: RFC 3339 UTC. */
  create(basis: (id: string) => TicketBasis): Promise<{ secret: string; expiresAt: string }>;
  /** Without taking it; `undefined` as for `take`. */
  find(secret: string): Promise<Ticket | undefined>;
  /** Once, whoever asks at the same time; `undefined` for one that was taken, is too old, or never was. */
  take(secret: string): Promise<Ticket | undefined>;
}
