// POST /api/v1/tickets: a ticket that opens one stream or socket as whoever asked for it.
import type { FastifyInstance } from 'fastify';
import { JobwireError } from '../../../runtime/errors.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Tickets } from '../../access/sign-in.ts';

interface Deps {
  readonly admit: Admit;
  readonly tickets: Pick<Tickets, 'create'>;
}

export function registerTickets(app: FastifyInstance, { admit, tickets }: Deps): void {
  app.post('/api/v1/tickets', { onRequest: admit('read') }, async (request, reply) => {
    const made = await tickets.create(callerOf(request));
    if (made === undefined) throw new JobwireError('bug', 'a caller is known by nothing');
    return reply.code(201).send({ ticket: made.secret, expires_at: made.expiresAt });
  });
}
