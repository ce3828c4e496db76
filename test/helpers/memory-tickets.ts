// Tickets in memory.
import { TICKET_MS, type Ticket, type TicketStore } from '../../src/audience/sign-in/tickets.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';

export function createMemoryTickets(
  clock: Pick<Clock, 'now'> = { now: systemClock.now },
): TicketStore {
  const open = new Map<string, { readonly ticket: Ticket; readonly until: number }>();
  const current = (secret: string) => {
    const found = open.get(secret);
    return found !== undefined && found.until > clock.now() ? found.ticket : undefined;
  };
  return {
    async create(basis) {
      const secret = `jwo_${systemClock.token(32)}`;
      const id = systemClock.token(9);
      const until = clock.now() + TICKET_MS;
      open.set(secret, { ticket: { id, basis: basis(id) }, until });
      return { secret, expiresAt: new Date(until).toISOString() };
    },
    find: async (secret) => current(secret),
    async take(secret) {
      const found = current(secret);
      open.delete(secret);
      return found;
    },
  };
}
