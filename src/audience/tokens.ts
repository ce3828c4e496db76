// Contract: the tokens that programs and browsers call with. Only their hashes are kept. Kept by
// redis/people/token-store.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

const SECRET_FORM = /^jw_[\w-]{43}$/;

/** Whether a text has the form of a secret that was given out: 256 random bits, beyond guessing. */
export function isTokenSecret(text: string): boolean {
  return SECRET_FORM.test(text);
}

export const SCOPES = ['read', 'publish', 'decide', 'metrics', 'admin'] as const;
/** `admin` includes all the others. */
export type TokenScope = (typeof SCOPES)[number];

/** Id of the token of the settings, which has every scope. */
export const ADMIN_TOKEN_ID = 'admin';

const tokenSchema = z
  .object({
    id: z.string(),
    /** What it is for, in its maker's words. */
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)).readonly(),
    /** The only projects it may see; absent: all of them. */
    projects: z.array(z.string()).readonly().exactOptional(),
    /** Id of the person who holds it, as Telegram or the systems around know them. */
    userId: z.string().exactOptional(),
    /** RFC 3339 UTC. */
    createdAt: z.string(),
  })
  .readonly();
export type Token = z.infer<typeof tokenSchema>;

export const decodeToken = createDecoder('token', tokenSchema);

export type NewToken = Omit<Token, 'id' | 'createdAt'>;

/** Metrics tell of all projects, so a token for single ones can't have them. */
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
  /** The secret is told this once. */
  create(token: NewToken): Promise<{ readonly token: Token; readonly secret: string }>;
  /** Whose secret this is; `undefined` for one that nobody gave out, or that was revoked. */
  find(secret: string): Promise<Token | undefined>;
  /** How these tokens, as they were found before, stand now; `undefined` for a revoked one. */
  current(tokens: readonly Token[]): Promise<(Token | undefined)[]>;
  /** Oldest first. */
  list(): Promise<Token[]>;
  /** `false` when there is no such token. */
  revoke(id: string): Promise<boolean>;
}
