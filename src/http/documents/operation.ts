// What a route says about itself in the OpenAPI document. Path, method and scope are taken from the route, checks of
// its input from the schemas that check it.
import type { z } from 'zod';
import type { RefusalCode } from '../request/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its part of the OpenAPI document; a test demands one of every route. */
    readonly operation?: Operation;
  }
}

/** The groups of the document, in its order. */
export const TAGS = {
  events: 'Everything that happens: live, in pages, and published.',
  jobs: 'Jobs as they stand, their events and their logs.',
  approvals: 'Requests that people decide on.',
  access: 'Signing in, and tickets for streams.',
  admin: 'Tokens, people and messages that nobody could read: for admins.',
  statistics: 'What happened, in numbers.',
  state: 'Whether the program works.',
} as const;

/** By media type. */
export type BodyTypes = Readonly<Record<string, z.ZodType>>;

export interface Operation {
  /** Name of the method in clients that are made from the document: `listJobs`. */
  readonly id: string;
  readonly tag: keyof typeof TAGS;
  /** A few words without a full stop. */
  readonly summary: string;
  /** Whole sentences. */
  readonly description: string;
  /** Parameters in the path, by name. */
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: BodyTypes;
  /** By status. Refusals that follow from the rest (a scope, a query, a body) are added to them. */
  readonly answers: Readonly<Record<number, OperationAnswer>>;
  /** What a stream or a socket sends, for the AsyncAPI document. */
  readonly messages?: readonly StreamMessage[];
  /** Further refusals, with the members that they have beside those of every problem. */
  readonly refusals?: Readonly<Partial<Record<RefusalCode, z.ZodRawShape>>>;
}

export interface StreamMessage {
  /** For clients by which they listen: the name of the event, where events of the stream have one. */
  readonly name: string;
  /** A whole sentence. */
  readonly summary: string;
  readonly payload: z.ZodType;
}

export interface OperationAnswer {
  readonly description: string;
  /** Absent: it has no body. */
  readonly content?: BodyTypes;
  /** What each header says, by name. */
  readonly headers?: Readonly<Record<string, string>>;
}
