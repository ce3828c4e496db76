// A caller as a voter and as a publisher.

import { voterWithToken } from '../../approvals/voters/token-voter.ts';
import type { Voter } from '../../approvals/voters/voter.ts';
import type { Members } from '../../audience/members.ts';
import type { Publisher } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { Caller } from './auth.ts';

/** The person who holds the token, with the rights that both have. */
export async function voterOf(caller: Caller, members: Pick<Members, 'all'>): Promise<Voter> {
  const { tokenId, name, scopes, projects, userId } = caller;
  const token = {
    id: tokenId,
    name,
    scopes: [...scopes],
    ...(projects === 'all' ? {} : { projects: [...projects] }),
    ...defined({ userId }),
  };
  return voterWithToken(token, await members.all());
}

/** For audit trails: how it came in, and in whose name. */
export function enteredBy({ name, session }: Caller): string {
  return `${session === undefined ? 'token' : 'browser'} ${name}`;
}

export function publisherOf({ tokenId, name, projects, userId }: Caller): Publisher {
  return {
    tokenId,
    name,
    ...defined({ userId }),
    isLimited: projects !== 'all',
  };
}
