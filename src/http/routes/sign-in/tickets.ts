// POST /api/v1/tickets: a ticket that opens one stream or socket as whoever asked for it.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JobwireError } from '../../../runtime/errors.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Tickets } from '../../access/sign-in.ts';
import type { Operation } from '../../documents/operation.ts';

interface Deps {
  readonly admit: Admit;
  readonly tickets: Pick<Tickets, 'create'>;
}

const ticketAnswer = z.object({ ticket: z.string(), expires_at: z.iso.datetime() });

const OPERATION: Operation = {
  id: 'createTicket',
  tag: 'access',
  summary: 'Get a ticket for one stream or socket',
  description:
    'For `EventSource` and `WebSocket` of browsers, which can not send headers: `?ticket=` opens one stream or socket, once, within 30 seconds, with the rights of whoever asked for it.',
  answers: {
    201: { description: 'The ticket.', content: { 'application/json': ticketAnswer } },
  },
};

export function registerTickets(app: FastifyInstance, { admit, tickets }: Deps): void {
  const options = { onRequest: admit('read'), config: { operation: OPERATION } };
  app.post('/api/v1/tickets', options, async (request, reply) => {
    const made = await tickets.create(callerOf(request));
    if (made === undefined) throw new JobwireError('bug', 'a caller is known by nothing');
    return reply.code(201).send({ ticket: made.secret, expires_at: made.expiresAt });
  });
}
