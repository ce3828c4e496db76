// Who lives in the world: people with their roles, groups, and the tokens that were given out.
import type { Grant } from '../../src/audience/access.ts';
import type { TokenScope } from '../../src/audience/tokens.ts';
import type { Owner, Reader } from './markers.ts';

export const SHOP = 'shop';
export const LAB = 'lab';

export const ADMIN = 1001;
/** The one who asks for what is asked in shop. */
export const ASKER = 2004;
/** How the systems around know the asker. */
export const ASKER_ID = 'cid-77';
export const ASKER_NAME = 'Cid';

export interface CastMember {
  readonly id: number;
  readonly name: string;
  readonly grant?: Grant;
  readonly knownAs?: string;
  readonly sees: readonly Owner[];
}

export const PEOPLE = {
  admin: {
    id: ADMIN,
    name: 'Ana',
    sees: ['shop', 'lab', 'vault', 'project', 'nobody', 'internal'],
  },
  viewer: { id: 2001, name: 'Vera', grant: { role: 'viewer', projectId: SHOP }, sees: ['shop'] },
  abe: { id: 2002, name: 'Abe', grant: { role: 'approver', projectId: SHOP }, sees: ['shop'] },
  bea: { id: 2003, name: 'Bea', grant: { role: 'approver', projectId: SHOP }, sees: ['shop'] },
  asker: {
    id: ASKER,
    name: ASKER_NAME,
    grant: { role: 'approver', projectId: SHOP },
    knownAs: ASKER_ID,
    sees: ['shop'],
  },
  labApprover: {
    id: 2005,
    name: 'Lou',
    grant: { role: 'approver', projectId: LAB },
    sees: ['lab'],
  },
  labViewer: { id: 2006, name: 'Vic', grant: { role: 'viewer', projectId: LAB }, sees: ['lab'] },
  labAdmin: {
    id: 2007,
    name: 'Lea',
    grant: { role: 'admin', projectId: LAB },
    sees: ['lab', 'internal'],
  },
  stranger: { id: 2008, name: 'Nix', sees: [] },
} as const satisfies Readonly<Record<string, CastMember>>;

export type PersonName = keyof typeof PEOPLE;

/** Lou and everybody else are in it; it is subscribed to what lab does. */
export const LAB_GROUP = -1_001_000_000_011;
/** Shows what shop does to whoever its admins let in; being in it is no right. */
export const SHOP_GROUP = -1_001_000_000_012;

interface TokenFields {
  readonly scopes: readonly TokenScope[];
  readonly projects?: readonly string[];
  readonly user_id?: string;
  readonly sees: readonly Owner[];
}

export const TOKENS = {
  labPublisher: { scopes: ['publish'], projects: [LAB], sees: [] },
  labDecider: {
    scopes: ['publish', 'decide', 'read'],
    projects: [LAB],
    user_id: String(PEOPLE.labApprover.id),
    sees: ['lab'],
  },
  labReader: { scopes: ['read'], projects: [LAB], sees: ['lab'] },
  labAdmin: { scopes: ['admin'], projects: [LAB], sees: ['lab', 'internal'] },
  publisher: { scopes: ['publish'], sees: [] },
  /** Counts of everything, by project. */
  metrics: { scopes: ['metrics'], sees: ['project'] },
  revoked: { scopes: ['admin'], sees: [] },
  /** Has the scope; the person it belongs to has not the role. */
  viewerDecider: {
    scopes: ['read', 'decide', 'publish'],
    projects: [SHOP],
    user_id: String(PEOPLE.viewer.id),
    sees: ['shop'],
  },
  askerDecider: {
    scopes: ['read', 'decide', 'publish'],
    projects: [SHOP],
    user_id: ASKER_ID,
    sees: ['shop'],
  },
  abe: {
    scopes: ['read', 'decide'],
    projects: [SHOP],
    user_id: String(PEOPLE.abe.id),
    sees: ['shop'],
  },
  /** Reads what is public everywhere, and decides where Bea may. */
  bea: {
    scopes: ['read', 'decide'],
    user_id: String(PEOPLE.bea.id),
    sees: ['shop', 'lab', 'vault', 'project', 'nobody'],
  },
  admin: {
    scopes: ['admin'],
    user_id: String(PEOPLE.admin.id),
    sees: PEOPLE.admin.sees,
  },
} as const satisfies Readonly<Record<string, TokenFields>>;

export type TokenName = keyof typeof TOKENS;

export const NOBODY: Reader = { name: 'nobody', sees: [] };

export const readerOf = (name: TokenName): Reader => ({ name, sees: TOKENS[name].sees });

export const personReader = (name: PersonName): Reader => ({ name, sees: PEOPLE[name].sees });
