// Limits the requests of each caller, so that none slows down the others: with a token or a session by whose it is,
// without by the network. Answers say what is left (draft-ietf-httpapi-ratelimit-headers-11).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { createRequestRates } from '../pacing/request-rates.ts';
import { sendProblem } from '../request/problem.ts';
import type { Caller } from './auth.ts';
import { networkOf } from './network.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    isEventStream?: true;
  }
}

export interface RequestLimit {
  /** Counts a request. Otherwise it is one too many, and has been answered. */
  admits(request: FastifyRequest, reply: FastifyReply, caller: Caller | undefined): boolean;
}

interface Deps {
  /** 0: no limit. */
  readonly perMinute: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Public URL of the server; if set, a proxy on this machine is trusted to name the client. */
  readonly publicUrl?: string;
  /** Answers with an event stream that says when to come back. */
  readonly turnAway: (reply: FastifyReply) => void;
}

/** `config` of routes that answer with an event stream: browsers never come back to one after an error status. */
export const EVENT_STREAM = { isEventStream: true } as const;

/** The sign-in counts so too, also with a valid token. */
const STRANGERS = 'this network (those without valid credentials, and those to sign in)';
const KNOWN = 'this caller, with all its sessions and tickets';

export function createRequestLimit(deps: Deps): RequestLimit {
  const { perMinute, publicUrl, turnAway } = deps;
  if (perMinute === 0) return { admits: () => true };
  const rates = createRequestRates(deps);
  const policy = `"default";q=${perMinute};w=60`;

  function refuse(reply: FastifyReply, caller: Caller | undefined, waitS: number): void {
    const from = caller === undefined ? STRANGERS : KNOWN;
    sendProblem(reply.header('retry-after', waitS), {
      code: 'too_many_requests',
      detail: `Too many requests came from ${from}; expected at most ${perMinute} a minute and ${rates.burst} at once, the next one after ${waitS} s, as Retry-After says.`,
    });
  }

  return {
    admits(request, reply, caller) {
      const key =
        caller === undefined
          ? `network ${networkOf(request, publicUrl !== undefined)}`
          : `caller ${caller.tokenId}`;
      const { isWithin, remaining, oneMoreInMs } = rates.take(key);
      const waitS = Math.ceil(oneMoreInMs / 1_000);
      reply.headers({
        'ratelimit-policy': policy,
        ratelimit: `"default";r=${remaining};t=${waitS}`,
      });
      if (isWithin) return true;
      // Strangers would not be let in either.
      if (caller !== undefined && request.routeOptions.config.isEventStream) {
        reply.problemCode = 'too_many_requests';
        turnAway(reply);
      } else refuse(reply, caller, waitS);
      return false;
    },
  };
}
