// Contract: browsers that are signed in. Only hashes of their secrets are stored. Implemented by
// redis/people/sign-in/session-store.
import { z } from 'zod';
import { createDecoder } from '../../runtime/stored/decoder.ts';

/** A session that is not used for so long has ended. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
/** However much it is used. */
export const SESSION_MAX_MS = 7 * 86_400_000;
/** Of one person or token; with one more, the oldest ends. */
export const MAX_SESSIONS = 20;
/** For so long a sign-in that counts once is remembered: longer than its proof is accepted. */
export const ONCE_MS = 15 * 60_000;

const SECRET_FORMAT = /^jws_[\w-]{43}$/;

/** Whether a string has the format of a session's secret: 256 random bits, impossible to guess. */
export function isSessionSecret(text: string): boolean {
  return SECRET_FORMAT.test(text);
}

/** What a session or a ticket has its rights from, where that is a token. */
export const TOKEN_BASES = [
  /** `proof`: made from ADMIN_TOKEN and the id of what it is the basis of, so that this ends with that token. */
  z.object({ kind: z.literal('admin-token'), proof: z.string() }).readonly(),
  /** `reference`: as TokenStore.referenceOf. */
  z.object({ kind: z.literal('token'), reference: z.string() }).readonly(),
] as const;

/** With what somebody signed in. A session never has more rights than that has now. */
const basisSchema = z.discriminatedUnion('kind', [
  ...TOKEN_BASES,
  /** A person whom Telegram vouched for. */
  z
    .object({
      kind: z.literal('person'),
      userId: z.number(),
      name: z.string(),
      locale: z.string().exactOptional(),
    })
    .readonly(),
]);
export type SessionBasis = z.infer<typeof basisSchema>;

const sessionSchema = z
  .object({
    /** No secret: for logs, and to recognise it. */
    id: z.string(),
    basis: basisSchema,
    /** RFC 3339 UTC. */
    createdAt: z.string(),
  })
  .readonly();

export const decodeSession = createDecoder('session', sessionSchema);

export interface Session extends z.infer<typeof sessionSchema> {
  /** Names it to the store; finds nothing as a secret. */
  readonly reference: string;
  /** RFC 3339 UTC; later with each use. */
  readonly expiresAt: string;
}

export interface NewSession {
  basis(id: string): SessionBasis;
  /** What counts once: a second sign-in with it is refused. */
  readonly once?: string;
}

export type SessionCreated =
  | { readonly kind: 'created'; readonly session: Session; readonly secret: string }
  /** Somebody signed in with this before. */
  | { readonly kind: 'repeated' };

/** Whoever looks a session up uses it, and prolongs it. */
export interface Sessions {
  /** The secret is returned this once. */
  create(wish: NewSession): Promise<SessionCreated>;
  /** `undefined` for one that never was, or has ended. */
  find(secret: string): Promise<Session | undefined>;
  /** In the order of the references. */
  current(references: readonly string[]): Promise<(Session | undefined)[]>;
  end(reference: string): Promise<void>;
}

/** Whose sessions are counted together. */
export function holderOf(basis: SessionBasis): string {
  switch (basis.kind) {
    case 'admin-token':
      return 'admin';
    case 'token':
      return `token:${basis.reference}`;
    case 'person':
      return `person:${basis.userId}`;
  }
}
