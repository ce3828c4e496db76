// Contract: the tokens of the HTTP API, of which only hashes are stored. Implemented by redis/people/token-store.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

const SECRET_FORMAT = /^jw_[\w-]{43}$/;

/** Whether a string has the format of our tokens: 256 random bits, impossible to guess. */
export function isTokenSecret(text: string): boolean {
  return SECRET_FORMAT.test(text);
}

export const SCOPES = ['read', 'publish', 'decide', 'metrics', 'admin'] as const;
/** `admin` includes all others. */
export type TokenScope = (typeof SCOPES)[number];

/** Id of ADMIN_TOKEN, which has every scope. */
export const ADMIN_TOKEN_ID = 'admin';

const PERSON_PREFIX = 'person:';

/** Stands for the id of a token where a person signed in without one. No token has such an id. */
export function personTokenId(userId: number): string {
  return PERSON_PREFIX + userId;
}

/** The user id in it; `undefined` for the id of a token. */
export function personOfTokenId(tokenId: string): number | undefined {
  return tokenId.startsWith(PERSON_PREFIX)
    ? Number(tokenId.slice(PERSON_PREFIX.length))
    : undefined;
}

const tokenSchema = z
  .object({
    id: z.string(),
    /** Its purpose, for people. */
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    /** The only projects it may access; absent: all. */
    projects: z.array(z.string()).readonly().exactOptional(),
    /** Id of its holder, in Telegram or another system. */
    userId: z.string().exactOptional(),
    /** RFC 3339 UTC. */
    createdAt: z.string(),
  })
  .readonly();
export type Token = z.infer<typeof tokenSchema>;

export const decodeToken = createDecoder('token', tokenSchema);

export type NewToken = Omit<Token, 'id' | 'createdAt'>;

/** Metrics cover all projects, so a token limited to some can't have that scope. */
export function hasMetricsOfOthers({
  scopes,
  projects,
}: {
  readonly scopes: readonly TokenScope[];
  readonly projects?: readonly string[] | undefined;
}): boolean {
  return projects !== undefined && scopes.includes('metrics');
}

export interface TokenStore {
  /** The secret is returned this once. */
  create(token: NewToken): Promise<{ readonly token: Token; readonly secret: string }>;
  /** Whose secret this is; `undefined` for one that nobody gave out, or that was revoked. */
  find(secret: string): Promise<Token | undefined>;
  /** How these tokens, as they were found before, stand now; `undefined` for a revoked one. */
  current(tokens: readonly Token[]): Promise<(Token | undefined)[]>;
  /** Names a token that was found here, for `byReference`. No secret: it finds nothing as one. */
  referenceOf(token: Token): string;
  byReference(references: readonly string[]): Promise<(Token | undefined)[]>;
  /** Oldest first. */
  list(): Promise<Token[]>;
  /** `false` when there is no such token. */
  revoke(id: string): Promise<boolean>;
}
