// Who voted: layout 2 writes down beside a vote everything that its voter is known by, and the token that
// it was given with. Pure.

import type { Vote } from '../../../approvals/approval.ts';
import type { AuditEntry } from '../../../approvals/approval-store.ts';
import type { Member } from '../../../audience/access.ts';
import { idsOf, idsOfMember, memberKnownAs } from '../../../audience/person.ts';
import { ADMIN_TOKEN_ID, type Token } from '../../../audience/tokens.ts';
import { defined } from '../../../runtime/defined.ts';
import type { StoredVote } from './former-requests.ts';

export interface Voters {
  /** `audit`: of the request; it says with which token somebody voted. */
  vote(stored: StoredVote, audit: readonly AuditEntry[]): Vote;
  /** The attempt as it is named now: `id` is that of its request, `key` what that is known by. */
  attempt(name: string, id: string, key: string): string;
}

interface Known {
  readonly members: readonly Member[];
  readonly tokens: readonly Pick<Token, 'id' | 'name'>[];
}

export function createVoters({ members, tokens }: Known): Voters {
  const named = new Map<string, string | undefined>([['admin', ADMIN_TOKEN_ID]]);
  // A name that two tokens have says nothing: the vote of an unknown token does not count.
  for (const { id, name } of tokens) named.set(name, named.has(name) ? undefined : id);

  function tokenOf({ by, at }: StoredVote, audit: readonly AuditEntry[]): string | undefined {
    if (by.via !== 'web') return undefined;
    const entry = audit.findLast((one) => one.what === 'vote' && one.at === at && isBy(one, by.id));
    const from = typeof entry?.from === 'string' ? entry.from : '';
    return named.get(/^token (.*)$/s.exec(from)?.[1] ?? '');
  }

  /** A token that is nobody's voted under its name, and does so under its id now. */
  function idsNow(id: string, tokenId: string | undefined): string[] {
    if (tokenId !== undefined && id.startsWith('token:')) return idsOf(`token:${tokenId}`);
    const member = memberKnownAs(members, id);
    return idsOf(id, ...(member === undefined ? [] : idsOfMember(member)));
  }

  return {
    vote(stored, audit) {
      const { verdict, by, ...rest } = stored;
      const tokenId = tokenOf(stored, audit);
      return {
        verdict,
        by,
        ids: idsNow(by.id, tokenId),
        ...defined({ tokenId }),
        ...rest,
      };
    },
    attempt(name, id, key) {
      const ofSelection = `:${id}`;
      if (/^tg:\d+:/.test(name) && name.endsWith(ofSelection)) {
        return `${name.slice(0, -ofSelection.length)}:${key}`;
      }
      const [, token = '', own = ''] = /^web:([^:]*):(.*)$/s.exec(name) ?? [];
      const tokenId = named.get(token);
      return tokenId === undefined ? name : `web:${tokenId}:${own}`;
    },
  };
}

function isBy({ by }: AuditEntry, id: string): boolean {
  return typeof by === 'object' && by !== null && 'id' in by && by.id === id;
}
