// The current rights of people who voted earlier: a vote lapses with the rights of its voter.
import type { Members } from '../../audience/members.ts';
import { ADMIN_TOKEN_ID, personOfTokenId, type TokenStore } from '../../audience/tokens.ts';
import type { Vote } from '../approval.ts';
import { type VotingToken, voterWithToken } from './token-voter.ts';
import { type Voter, voterInTelegram } from './voter.ts';

/** Whose rights, and how they voted; a standing approval names them too. */
export type CastBy = Pick<Vote, 'by' | 'ids' | 'tokenId' | 'standing'>;

/** Contract: the voter of this vote, with their current rights; `undefined` if they have none. */
export type RightsNow = (vote: CastBy) => Promise<Voter | undefined>;

interface Deps {
  readonly members: Pick<Members, 'get' | 'all'>;
  readonly tokens: Pick<TokenStore, 'list'>;
}

const USER_ID = /^[1-9]\d{0,15}$/;

export function createRightsNow({ members, tokens }: Deps): RightsNow {
  async function withToken({ tokenId, by }: CastBy): Promise<Voter | undefined> {
    const signedIn = personOfTokenId(tokenId ?? '');
    if (signedIn !== undefined) return inTelegram(String(signedIn), by.name);
    const holder: VotingToken | undefined =
      tokenId === ADMIN_TOKEN_ID
        ? { id: ADMIN_TOKEN_ID, name: by.name, scopes: ['admin'] }
        : (await tokens.list()).find(({ id }) => id === tokenId);
    if (holder === undefined) return undefined;
    return voterWithToken(holder, await members.all());
  }

  async function atTerminal({ by, ids }: CastBy): Promise<Voter | undefined> {
    if (!USER_ID.test(by.id)) {
      return { id: by.id, name: by.name, grants: [{ role: 'admin' }], knownAs: ids, via: 'cli' };
    }
    return inTelegram(by.id, by.name);
  }

  async function inTelegram(id: string, name: string): Promise<Voter | undefined> {
    const member = await members.get(Number(id));
    return member === undefined ? undefined : voterInTelegram(Number(id), name, member);
  }

  return async (vote) => {
    // One that a standing approval cast counts by the rights of whoever gave that, on the path they gave it on.
    switch (vote.standing?.via ?? vote.by.via) {
      case 'telegram':
        return inTelegram(vote.by.id, vote.by.name);
      case 'cli':
        return atTerminal(vote);
      case 'web':
        return withToken(vote);
      case 'timeout':
      case 'policy':
      case 'standing':
        return undefined;
    }
  };
}
