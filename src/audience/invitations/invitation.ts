// Invitations: whoever sends their code to the bot first gets a role. Pure; what is kept is the hash of the code.
import { z } from 'zod';
import { createDecoder } from '../../runtime/stored/decoder.ts';
import { type Grant, grantSchema, type Member, mayGive, type Rights } from '../access.ts';

export const INVITATION_MS = 24 * 3_600_000;
/** Of the link that makes the first admin. */
export const FIRST_ADMIN_MS = 10 * 60_000;

/** After so many wrong codes of one person, no further one is looked at for a while. */
export const MAX_WRONG_CODES = 5;
export const WRONG_CODES_MS = 10 * 60_000;

const inviterSchema = z.discriminatedUnion('via', [
  /** It counts only while they may give that role. */
  z.object({ via: z.literal('telegram'), userId: z.number(), name: z.string() }).readonly(),
  /** Somebody with access to Redis; `name`: their account. */
  z.object({ via: z.literal('cli'), name: z.string() }).readonly(),
  /** The start of jobwire: it makes the first admin, and counts only while there is none. */
  z.object({ via: z.literal('console') }).readonly(),
]);
export type Inviter = z.infer<typeof inviterSchema>;

const invitationSchema = z
  .object({
    /** No secret: people revoke by it. */
    id: z.string(),
    grant: grantSchema,
    by: inviterSchema,
    /** RFC 3339 UTC, for people; the store counts by its own clock. */
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .readonly();
export type Invitation = z.infer<typeof invitationSchema>;

export const decodeInvitation = createDecoder('invitation', invitationSchema);

/** Within the 64 characters that a link to a bot may carry: 4, 12 of the id, 43 of 256 random bits. */
const CODE_FORMAT = /^jwi_([0-9a-f]{12})([\w-]{43})$/;

export interface CodeParts {
  readonly id: string;
  readonly secret: string;
}

/** `undefined` for what can't be a code. */
export function parseCode(code: string): CodeParts | undefined {
  const [, id, secret] = CODE_FORMAT.exec(code) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export function writeCode({ id, secret }: CodeParts): string {
  return `jwi_${id}${secret}`;
}

/** Opens the private chat with the bot, and sends the code there. */
export function invitationLink(botName: string, code: string): string {
  return `https://t.me/${botName}?start=${code}`;
}

/** Whether its inviter may still give that role. `inviter`: as they are now. */
export function isCovered({ by, grant }: Invitation, inviter: Rights | undefined): boolean {
  return by.via !== 'telegram' || mayGive(inviter, grant);
}

export interface NewInvitation {
  readonly grant: Grant;
  readonly by: Inviter;
  readonly lifetimeMs: number;
  /** Idempotency key: a second call replaces what the first one made, whose code may be lost. */
  readonly attempt: string;
}

export interface Accepting {
  readonly userId: number;
  readonly name: string;
  /** Idempotency key: the same answer, however often it is asked for. */
  readonly attempt: string;
}

export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly invitation: Invitation;
      readonly member: Member;
    }
  /** They have that much already; the invitation stays open. */
  | { readonly kind: 'held'; readonly invitation: Invitation }
  /** Used, expired, revoked, or never made: the store tells nobody which. */
  | { readonly kind: 'invalid' }
  /** Too many wrong codes; this one was not looked at. */
  | { readonly kind: 'throttled'; readonly ms: number };

/** A person, the command line, or the end of its inviter's rights. */
export type Revoker = number | 'cli' | 'rights-ended';

/** Implemented by redis/people/invitations. */
export interface Invitations {
  /** The code is returned this once. */
  create(
    wanted: NewInvitation,
  ): Promise<{ readonly invitation: Invitation; readonly code: string }>;
  /** Gives the role and ends the invitation in one step; of several people one is first. */
  accept(code: string, person: Accepting): Promise<Acceptance>;
  /** The open ones, oldest first; not the link of the first admin. */
  open(): Promise<Invitation[]>;
  /** `by`: for the log. `undefined` if it is not open. */
  revoke(id: string, by: Revoker): Promise<Invitation | undefined>;
}
