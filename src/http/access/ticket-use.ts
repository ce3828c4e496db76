// Spends the ticket of a request, once its stream or socket is about to open, and not before.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Identified, refuseUnidentified } from './refusals.ts';

type Used = Extract<Identified, { kind: 'invalid' }>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate where a ticket counts; returns why it no longer does. */
    useTicket: (() => Promise<Used | undefined>) | null;
  }
}

export function registerTicketUse(app: FastifyInstance): void {
  app.decorateRequest('useTicket', null);
}

/**
 * Whether the stream may open; otherwise the request has been answered: somebody else was faster with its ticket, or
 * the store did not respond. Every route that accepts tickets has to call it, or `isTicketSpent`, just before it opens.
 */
export async function spendTicket(reply: FastifyReply): Promise<boolean> {
  const used = await reply.request.useTicket?.();
  // The store watch may have answered.
  if (used !== undefined && !reply.sent) refuseUnidentified(reply, used, 'challenge');
  return !reply.sent;
}

/** The same for a route that answers by itself. */
export async function isTicketSpent({ useTicket }: FastifyRequest): Promise<boolean> {
  return (await useTicket?.()) === undefined;
}
